-- grain: lifter, lift of a powerlifting meet
select *
from standing
where $lifter is null or lifter = $lifter
order by lifter, exercise_id
