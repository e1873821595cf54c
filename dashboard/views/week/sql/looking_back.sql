-- one row or none: how the lifter's past forecasts and advice fared, those whose weeks are over
with advice as (
    select
        cutoff,
        bool_or(is_followed) as is_followed,
    from looking_back
    where lifter = $lifter and is_followed is not null
    group by cutoff
)

select
    count(*) as forecasts,
    count(*) filter (where is_inside) as inside,
    count(*) filter (where reached_kg > q90) as above,
    (select count(*) from advice) as advised,
    (
        select count(*) from advice
        where is_followed
    ) as followed,
from looking_back
where lifter = $lifter
having count(*) > 0
