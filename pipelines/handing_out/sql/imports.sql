-- grain: ingested file
select *
from imports
where lifter in (select unnest($lifters))
order by lifter, first_day nulls last, file, sha256
