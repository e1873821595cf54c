-- One row per lifter, muscle and week.
select
    lifter,
    muscle,
    week,
    count(*) as count_rows,
from weekly_muscles
group by lifter, muscle, week
having count(*) > 1
