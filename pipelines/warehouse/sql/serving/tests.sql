-- grain: lifter, exercise_id, day of a tested 1RM or a meet result, of some lifters; age at the last training day
select
    tested_maxes.lifter,
    tested_maxes.exercise_id,
    greatest(coalesce(lifters.last_day - tested_maxes.day, 0), 0) as age_days,
    tested_maxes.load_kg,
    tested_maxes.is_meet,
from tested_maxes
inner join lifters on tested_maxes.lifter = lifters.lifter
where coalesce(list_contains($lifters, lifters.lifter), true)
order by tested_maxes.lifter, tested_maxes.exercise_id, age_days, tested_maxes.load_kg
