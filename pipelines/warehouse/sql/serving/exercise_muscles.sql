-- grain: exercise, muscle
select
    exercise_id,
    muscle,
    credit,
from exercise_muscles
order by exercise_id, muscle
