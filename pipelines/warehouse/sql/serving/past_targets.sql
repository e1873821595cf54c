-- grain: lifter, exercise_id, cutoff, horizon_weeks, of some lifters: what came of the cutoffs of the last $days of
-- each lifter's log, as far as it is known by now
select lift_targets.*
from lift_targets
inner join lifters on lift_targets.lifter = lifters.lifter
where
    list_contains($lifters, lift_targets.lifter)
    and lift_targets.cutoff > lifters.last_day - $days
    and lift_targets.known_on <= lifters.last_day
order by lift_targets.lifter, lift_targets.exercise_id, lift_targets.cutoff, lift_targets.horizon_weeks
