-- one row per training day of one lift
select
    day,
    one_rm_kg,
    one_rm_se,
    top_load_kg,
    top_reps,
    working_sets,
from daily_lifts
where lifter = $lifter and exercise_id = $exercise_id and one_rm_kg is not null
order by day
