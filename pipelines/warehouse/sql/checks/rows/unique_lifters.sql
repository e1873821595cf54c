-- One row per lifter.
select
    lifter,
    count(*) as count_rows,
from lifters
group by lifter
having count(*) > 1
