-- One row per lifter and exercise.
select
    lifter,
    exercise_id,
    count(*) as count_rows,
from odd_loads
group by lifter, exercise_id
having count(*) > 1
