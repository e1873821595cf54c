-- one row per rejected record of the lifter, as they stand in the files
select
    file,
    line,
    reason,
    raw,
from rejected_rows
where lifter = $lifter
order by file, line, sha256
limit $most
