-- Every set belongs to a known lifter and a known exercise.
select
    sets.lifter,
    sets.exercise_id,
from sets
left join lifters on sets.lifter = lifters.lifter
left join exercises on sets.exercise_id = exercises.exercise_id
where lifters.lifter is null or exercises.exercise_id is null
