-- one row per candidate, slice and horizon of the last backtest
select *
from scores
