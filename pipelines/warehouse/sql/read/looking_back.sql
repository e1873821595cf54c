-- grain: lifter, and one row without a lifter for all of them: how forecasts and advice whose weeks are over fared
with
advice as (
    select
        lifter,
        cutoff,
        bool_or(is_followed) as is_followed,
    from looking_back
    where is_followed is not null
    group by lifter, cutoff
),

followed as (
    select
        lifter,
        count(*) as advised,
        count(*) filter (where is_followed) as followed,
    from advice
    group by grouping sets ((lifter), ())
),

fared as (
    select
        lifter,
        count(*) as forecasts,
        count(*) filter (where is_inside) as inside,
        count(*) filter (where reached_kg > q90) as above,
        min(cutoff) as first_cutoff,
        max(cutoff) as last_cutoff,
    from looking_back
    group by grouping sets ((lifter), ())
)

select
    fared.*,
    coalesce(followed.advised, 0) as advised,
    coalesce(followed.followed, 0) as followed,
from fared
left join followed on fared.lifter is not distinct from followed.lifter
where fared.forecasts > 0 and ($lifter is null or fared.lifter is null or fared.lifter = $lifter)
order by fared.lifter nulls last
