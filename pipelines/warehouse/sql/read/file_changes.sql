-- grain: ingested file (lifter, sha256) by which sets changed
select
    lifter,
    sha256,
    added,
    changed,
    removed,
from file_changes
order by lifter, sha256
