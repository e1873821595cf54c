-- one row per training day of the lifter, oldest first: working sets, and of them by reps
select
    day,
    sum(working_sets) as working_sets,
    sum(heavy_sets) as heavy_sets,
    sum(moderate_sets) as moderate_sets,
    sum(light_sets) as light_sets,
from daily_lifts
where lifter = $lifter and working_sets > 0
group by day
order by day
