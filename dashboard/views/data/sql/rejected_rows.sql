-- one row per rejected record of the lifter that holds what is searched for, as they stand in the files; with the
-- count of all
select
    file,
    line,
    reason,
    raw,
    count(*) over () as found,
from rejected_rows
where
    lifter = $lifter
    and contains(lower(concat_ws(' ', file, reason, raw)), lower($search))
order by file, line, sha256
limit $most
