-- grain: lifter, exercise_id, cutoff on the grid of the backtest protocol, of the lifters learnt from
with learnt_from as (
    select unnest($lifters::varchar[]) as lifter
)

select lift_features.*
from lift_features
semi join learnt_from on lift_features.lifter = learnt_from.lifter
where lift_features.is_grid
order by lift_features.lifter, lift_features.exercise_id, lift_features.cutoff
