-- grain: lifter, exercise_id, cutoff, horizon_weeks
select *
from lift_targets
