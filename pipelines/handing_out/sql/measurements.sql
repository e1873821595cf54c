-- grain: lifter, day, site, side
select * exclude (ordinal)
from measurements
where lifter in (select unnest($lifters))
order by lifter, day, site, side nulls first
