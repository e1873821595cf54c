-- one row per alert of the lifter
select
    kind,
    subject,
    severity,
    facts,
    since,
from alerts
where lifter = $lifter
order by since desc, kind asc, subject asc
