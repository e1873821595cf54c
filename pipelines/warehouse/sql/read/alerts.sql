-- grain: alert; the gravest first, those that could not be evaluated last
select *
from alerts
where $lifter is null or lifter = $lifter
order by lifter, list_position(['warning', 'notice', 'info', 'unknown'], severity), kind, subject
