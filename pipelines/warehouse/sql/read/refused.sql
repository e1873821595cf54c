-- grain: lifter, subject that could not be forecast
select *
from refused
where $lifter is null or lifter = $lifter
order by lifter, kind, subject
