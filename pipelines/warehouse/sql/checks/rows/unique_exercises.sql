-- One row per exercise.
select
    exercise_id,
    count(*) as count_rows,
from exercises
group by exercise_id
having count(*) > 1
