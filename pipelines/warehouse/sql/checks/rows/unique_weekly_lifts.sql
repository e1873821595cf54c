-- One row per lifter, exercise and week.
select
    lifter,
    exercise_id,
    week,
    count(*) as count_rows,
from weekly_lifts
group by lifter, exercise_id, week
having count(*) > 1
