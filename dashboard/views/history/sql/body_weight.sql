-- one row per day with a body weight of the lifter, oldest first; what is suspect is left out
select
    day,
    median(value) as body_weight_kg,
from measurements
where lifter = $lifter and kind = 'bodyweight' and not is_suspect
group by day
order by day
