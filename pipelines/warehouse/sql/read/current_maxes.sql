-- grain: lifter, exercise: the current 1RM at the lifter's last training day
select
    *,
    'kg' as unit,
from current_maxes
where $lifter is null or lifter = $lifter
order by lifter, exercise_id
