-- grain: lifter, muscle, style, cutoff, horizon
select *
from size_forecasts
where lifter in (select unnest($lifters))
order by lifter, muscle, style, cutoff, horizon_weeks
