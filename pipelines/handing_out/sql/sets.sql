-- grain: logged set kept (lifter, sha256, ordinal)
select
    sets.*,
    coalesce(exercises.name, sets.exercise_id) as exercise,
from sets
left join exercises on sets.exercise_id = exercises.exercise_id
where sets.lifter in (select unnest($lifters))
order by sets.lifter, sets.day, sets.sha256, sets.ordinal
