-- Every set belongs to a known lifter and a known exercise.
select
    sets.lifter,
    sets.exercise_id,
from sets
left join lifters on lifters.lifter = sets.lifter
left join exercises on exercises.exercise_id = sets.exercise_id
where lifters.lifter is null or exercises.exercise_id is null
