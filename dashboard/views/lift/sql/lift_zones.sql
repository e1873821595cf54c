-- one row per week of one lift: working sets of few reps, of the middle and of many
select
    date_trunc('week', day)::date as week,
    sum(heavy_sets) as heavy_sets,
    sum(moderate_sets) as moderate_sets,
    sum(light_sets) as light_sets,
from daily_lifts
where lifter = $lifter and exercise_id = $exercise_id
group by date_trunc('week', day)
order by week
