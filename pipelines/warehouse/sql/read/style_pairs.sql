-- grain: lifter, kind, subject, horizon, pair of styles; differences in points of percent, first style minus second
select *
from style_pairs
where $lifter is null or lifter = $lifter
order by lifter, kind, subject, horizon_weeks, style_a, style_b
