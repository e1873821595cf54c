-- One row per lifter and file content.
select
    lifter,
    sha256,
    count(*) as count_rows,
from imports
group by lifter, sha256
having count(*) > 1
