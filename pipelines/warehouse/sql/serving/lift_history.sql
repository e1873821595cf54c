-- grain: lifter, exercise_id, week (its Monday) of some lifters, the last two years: what was done and what it showed
with lift_history as (
    select
        weekly_lifts.lifter,
        weekly_lifts.exercise_id,
        weekly_lifts.week,
        weekly_lifts.days,
        weekly_lifts.heavy_sets,
        weekly_lifts.moderate_sets,
        weekly_lifts.light_sets,
        weekly_lifts.mean_reps,
        ln(nullif(weekly_lifts.one_rm_kg, 0)) as log_one_rm,
    from weekly_lifts
    inner join lifters on weekly_lifts.lifter = lifters.lifter
    where
        coalesce(list_contains($lifters, lifters.lifter), true)
        and weekly_lifts.week > lifters.last_day - 728
)

select *
from lift_history
order by lifter, exercise_id, week
