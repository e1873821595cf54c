-- grain: lifter, muscle, style, cutoff, horizon; quantiles in percent change
select *
from size_forecasts
where $lifter is null or lifter = $lifter
order by lifter, muscle, style, cutoff, horizon_weeks
