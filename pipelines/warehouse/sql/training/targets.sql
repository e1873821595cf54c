-- grain: lifter, exercise_id, cutoff, horizon_weeks
select *
from lift_targets
order by lifter, exercise_id, cutoff, horizon_weeks
