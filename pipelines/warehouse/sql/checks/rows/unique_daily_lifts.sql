-- One row per lifter, exercise and day.
select
    lifter,
    exercise_id,
    day,
    count(*) as count_rows,
from daily_lifts
group by lifter, exercise_id, day
having count(*) > 1
