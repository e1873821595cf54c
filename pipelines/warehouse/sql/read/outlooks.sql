-- grain: lifter, exercise, style, horizon at each lift's newest cutoff, with the names and units for the screen
with newest as (
    select
        forecasts.*,
        coalesce(exercises.name, forecasts.exercise_id) as name,
        coalesce(lifters.unit, 'kg') as unit,
    from forecasts
    left join exercises on forecasts.exercise_id = exercises.exercise_id
    left join lifters on forecasts.lifter = lifters.lifter
    where $lifter is null or forecasts.lifter = $lifter
    qualify forecasts.cutoff = max(forecasts.cutoff) over (partition by forecasts.lifter, forecasts.exercise_id)
)

select *
from newest
order by lifter, exercise_id, style, horizon_weeks
