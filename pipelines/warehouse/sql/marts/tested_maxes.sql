-- grain: lifter, exercise_id, day of a tested 1RM or a meet result stated in the profile; the heaviest of a day
select
    lifter,
    exercise_id,
    day,
    max(load_kg) as load_kg,
    max_by(is_meet, load_kg) as is_meet,
from tested
group by lifter, exercise_id, day
