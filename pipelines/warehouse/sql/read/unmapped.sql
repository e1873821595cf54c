-- grain: lifter, exported name the catalogue does not know; the most used first
select
    lifter,
    exported_name,
    exercise_id,
    candidates,
    sets,
    last_day,
from unmapped_exercises
where $lifter is null or lifter = $lifter
order by sets desc, lifter asc, exported_name asc
