-- grain: rejected record
select
    lifter,
    file,
    line,
    reason,
    raw,
from rejected_rows
where $lifter is null or lifter = $lifter
order by lifter, file, line, sha256
