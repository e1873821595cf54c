-- grain: lifter, exercise, style, cutoff, horizon
select
    *,
    'kg' as unit,
from forecasts
where $lifter is null or lifter = $lifter
order by lifter, exercise_id, style, cutoff, horizon_weeks
