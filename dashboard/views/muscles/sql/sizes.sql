-- one row per muscle, style (and the plan advised) and horizon of the lifter, at the newest cutoff
with said as (
    select
        muscle, style, horizon_weeks, cutoff, own_share, q05, q10, q25, q50, q75, q90, q95,
    from size_forecasts
    where lifter = $lifter
    union all by name
    select
        muscle, 'plan' as style, horizon_weeks, cutoff, q05, q10, q25, q50, q75, q90, q95,
    from plan_sizes
    where lifter = $lifter
),

newest as (
    select * exclude (cutoff)
    from said
    qualify cutoff = max(cutoff) over (partition by muscle)
)

select *
from newest
order by muscle, style, horizon_weeks
