-- one row per muscle, style and horizon of the lifter, at the newest cutoff
with newest as (
    select
        muscle,
        style,
        horizon_weeks,
        own_share,
        q05,
        q10,
        q25,
        q50,
        q75,
        q90,
        q95,
    from size_forecasts
    where lifter = $lifter
    qualify cutoff = max(cutoff) over (partition by muscle)
)

select *
from newest
order by muscle, style, horizon_weeks
