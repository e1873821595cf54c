-- Each set stands once.
select
    lifter,
    sha256,
    ordinal,
    count(*) as count_rows,
from sets
group by lifter, sha256, ordinal
having count(*) > 1
