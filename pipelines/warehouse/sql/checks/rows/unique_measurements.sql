-- One row per lifter, day, site and side, each with a value.
select
    lifter,
    day,
    site,
    side,
    count(*) as count_rows,
from measurements
group by lifter, day, site, side
having count(*) > 1 or count(day) = 0 or count(value) = 0
