-- grain: lifter, exercise_id, cutoff, horizon_weeks, of the lifters learnt from
with learnt_from as (
    select unnest($lifters::varchar[]) as lifter
)

select lift_targets.*
from lift_targets
semi join learnt_from on lift_targets.lifter = learnt_from.lifter
order by lift_targets.lifter, lift_targets.exercise_id, lift_targets.cutoff, lift_targets.horizon_weeks
