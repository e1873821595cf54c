-- grain: lifter
select *
from recommendations
where $lifter is null or lifter = $lifter
order by lifter
