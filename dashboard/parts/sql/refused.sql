-- one row per thing that could not be forecast for the lifter
select
    kind,
    subject,
    reason,
    missing,
from refused
where lifter = $lifter
order by kind, subject
