-- grain: alert; the gravest first, those that could not be evaluated last
select
    lifter,
    kind,
    subject,
    severity,
    facts ->> '$.text' as text,
    since,
from alerts
where lifter in (select unnest($lifters))
order by lifter, list_position(['warning', 'notice', 'info', 'unknown'], severity), kind, subject, since, text
