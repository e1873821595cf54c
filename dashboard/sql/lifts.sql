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
        arg_max(now_kg, cutoff) as now_kg,
        arg_max(now_se_kg, cutoff) as now_se_kg,
        max(cutoff) as cutoff,
    from forecasts
    where lifter = $lifter
    group by exercise_id
),

missing as (
    select
        subject as exercise_id,
        any_value(reason) as reason,
        any_value(missing) as missing,
    from refused
    where lifter = $lifter and kind = 'lift'
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
        forecast.now_kg,
        forecast.now_se_kg,
        coalesce(exercises.is_main, false) as is_main,
        forecast.exercise_id is not null as is_forecast,
        trained.last_day,
        forecast.cutoff,
    from trained
    left join exercises using (exercise_id)
    left join forecast using (exercise_id)
    left join missing using (exercise_id)
)

select *
from lifts
order by is_forecast desc, recent_days > 0 desc, is_main desc, recent_days desc, training_days desc, name asc
