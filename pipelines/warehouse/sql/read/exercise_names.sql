-- grain: exercise in use, by the name that people know
select
    exercise_id,
    name,
from exercises
order by exercise_id
