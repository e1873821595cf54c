-- one row per lift, style (and the plan advised) and horizon of the lifter, at each lift's newest cutoff
with said as (
    select
        exercise_id, style, horizon_weeks, cutoff, now_kg, now_se_kg, own_share, q05, q10, q25, q50, q75, q90, q95,
    from forecasts
    where lifter = $lifter
    union all by name
    select
        exercise_id, 'plan' as style, horizon_weeks, cutoff, now_kg, now_se_kg, q05, q10, q25, q50, q75, q90, q95,
    from plan_forecasts
    where lifter = $lifter
),

newest as (
    select *
    from said
    qualify cutoff = max(cutoff) over (partition by exercise_id)
),

outlook as (
    select
        newest.*,
        coalesce(exercises.name, newest.exercise_id) as name,
        coalesce(exercises.is_main, false) as is_main,
    from newest
    left join exercises using (exercise_id)
)

select *
from outlook
order by exercise_id, style, horizon_weeks
