-- one row per candidate, horizon and quantile of the last backtest: the share of outcomes below it
select *
from calibration
