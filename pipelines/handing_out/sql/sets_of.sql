-- grain: lifter with sets: how many
select
    lifter,
    count(*) as sets,
from sets
group by lifter
order by lifter
