-- grain: lifter whose sets changed
select *
from change_counts
order by lifter
