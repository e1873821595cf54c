-- one row per lift of the lifter, those with a forecast first, then those trained in the
-- last 12 weeks, then main lifts
with trained as (
    select
        exercise_id,
        count(*) as training_days,
        count(*) filter (day > $last_day::date - 84) as recent_days,
        max(day) as last_day,
    from daily_lifts
    where lifter = $lifter
    group by exercise_id
),

forecast as (
    select
        exercise_id,
        max(cutoff) as cutoff,
    from forecasts
    where lifter = $lifter
    group by exercise_id
),

missing as (
    select
        subject as exercise_id,
        arg_min(reason, kind) as reason,
        arg_min(missing, kind) as missing,
    from refused
    where lifter = $lifter and kind in ('lift', 'now')
    group by subject
),

lifts as (
    select
        trained.exercise_id,
        coalesce(exercises.name, trained.exercise_id) as name,
        missing.reason,
        missing.missing,
        trained.training_days,
        trained.recent_days,
        current_maxes.now_kg,
        current_maxes.now_se_kg,
        current_maxes.basis,
        current_maxes.tested_kg,
        current_maxes.tested_age_days,
        coalesce(exercises.is_main, false) as is_main,
        forecast.exercise_id is not null as is_forecast,
        trained.last_day,
        forecast.cutoff,
    from trained
    left join exercises using (exercise_id)
    left join forecast using (exercise_id)
    left join missing using (exercise_id)
    left join current_maxes on trained.exercise_id = current_maxes.exercise_id and current_maxes.lifter = $lifter
)

select *
from lifts
order by is_forecast desc, recent_days > 0 desc, is_main desc, recent_days desc, training_days desc, name asc
