-- grain: lifter, exercise_id, cutoff on the grid of the backtest protocol
select *
from lift_features
where is_grid
