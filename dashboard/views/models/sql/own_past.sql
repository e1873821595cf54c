-- one row per lift, cutoff and horizon of the lifter's own forecasts that came due, the newest first: what was said for
-- what was trained then, and what came
select
    looking_back.exercise_id,
    coalesce(exercises.name, looking_back.exercise_id) as name,
    looking_back.cutoff,
    looking_back.horizon_weeks,
    looking_back.cutoff + (7 * looking_back.horizon_weeks)::integer as due,
    looking_back.best_kg,
    looking_back.q10,
    looking_back.q50,
    looking_back.q90,
    looking_back.reached_kg,
    looking_back.is_inside,
from looking_back
left join exercises on looking_back.exercise_id = exercises.exercise_id
where looking_back.lifter = $lifter
qualify
    row_number() over (
        partition by looking_back.exercise_id, looking_back.cutoff, looking_back.horizon_weeks
        order by looking_back.is_followed desc nulls last, looking_back.style = 'as_now' desc, looking_back.style asc
    ) = 1
order by due desc, looking_back.exercise_id asc, looking_back.horizon_weeks asc
