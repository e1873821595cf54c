-- Muscles belong to exercises in use, with a credit of 1 or 0.5.
select exercise_muscles.*,
from exercise_muscles
left join exercises on exercise_muscles.exercise_id = exercises.exercise_id
where exercises.exercise_id is null or credit not in (0.5, 1.0)
