-- grain: lifter, exercise_id, cutoff on the grid of the backtest protocol, of some lifters: the cutoffs of the last
-- $days of each lifter's log with an outcome that is known by now
with
asked as (
    select
        lifter,
        last_day,
    from lifters
    where list_contains($lifters, lifter)
),

known as (
    select distinct
        lift_targets.lifter,
        lift_targets.exercise_id,
        lift_targets.cutoff,
    from lift_targets
    inner join asked on lift_targets.lifter = asked.lifter
    where lift_targets.cutoff > asked.last_day - $days and lift_targets.known_on <= asked.last_day
)

select lift_features.*
from lift_features
semi join known
    on
        lift_features.lifter = known.lifter and lift_features.exercise_id = known.exercise_id
        and lift_features.cutoff = known.cutoff
order by lift_features.lifter, lift_features.exercise_id, lift_features.cutoff
