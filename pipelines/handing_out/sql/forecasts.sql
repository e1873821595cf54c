-- grain: lifter, exercise, style, cutoff, horizon
select
    forecasts.*,
    coalesce(exercises.name, forecasts.exercise_id) as exercise,
    'kg' as unit,
from forecasts
left join exercises on forecasts.exercise_id = exercises.exercise_id
where forecasts.lifter in (select unnest($lifters))
order by
    forecasts.lifter, forecasts.exercise_id, forecasts.style, forecasts.cutoff, forecasts.horizon_weeks
