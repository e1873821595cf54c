-- grain: lifter, site, style, cutoff, horizon; change in cm or kg from now, which is measured or what is typical
select *
from girth_forecasts
where $lifter is null or lifter = $lifter
order by lifter, site, style, cutoff, horizon_weeks
