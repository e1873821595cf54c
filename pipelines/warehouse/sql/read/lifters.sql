-- grain: lifter
select *
from lifters
where $lifter is null or lifter = $lifter
order by lifter
