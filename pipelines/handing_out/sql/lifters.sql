-- grain: lifter
select * exclude (bucket, wishes)
from lifters
where lifter in (select unnest($lifters))
order by lifter
