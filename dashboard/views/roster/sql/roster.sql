-- one row per lifter: how they train, where their main lifts are heading, what needs attention most.
-- Days a week: of the last 4 weeks of the log, and usually, in up to 12 weeks before
with days as (
    select distinct
        daily_lifts.lifter,
        daily_lifts.day,
        lifters.last_day,
    from daily_lifts
    inner join lifters using (lifter)
    where daily_lifts.day > lifters.last_day - 112
),

habits as (
    select
        lifter,
        count(*) filter (where day > last_day - 28) / 4 as days_a_week,
        count(*) filter (where day <= last_day - 28) / greatest(least((max(last_day) - 27 - min(day)) / 7, 12), 1)
            as usual_days_a_week,
    from days
    group by lifter
),

ahead as (
    select
        forecasts.lifter,
        median(100 * (forecasts.q50 / forecasts.now_kg - 1)) as as_now_pct,
        median(100 * (plan_forecasts.q50 / forecasts.now_kg - 1)) as plan_pct,
    from forecasts
    inner join exercises using (exercise_id)
    left join plan_forecasts using (lifter, exercise_id, horizon_weeks)
    where forecasts.style = 'as_now' and forecasts.horizon_weeks = $horizon_weeks and exercises.is_main
    group by forecasts.lifter
),

asking as (
    select
        lifter,
        count(*) as alerts,
        arg_min(
            struct_pack(kind := kind, subject := subject, severity := severity, facts := facts),
            list_position(['warning', 'notice', 'info'], severity)
        ) as gravest,
    from alerts
    where kind != 'personal_record' and severity != 'unknown'
    group by lifter
),

aims as (
    select
        lifter,
        list_filter(
            from_json(expected -> '$.targets', '[{"text": "varchar", "p_plan": "double", "weeks": "double"}]'),
            lambda target: target['p_plan'] is not null
        ) as targets,
    from recommendations
)

select
    lifters.lifter,
    lifters.last_day,
    lifters.training_days,
    habits.days_a_week,
    habits.usual_days_a_week,
    ahead.as_now_pct,
    ahead.plan_pct,
    coalesce(asking.alerts, 0) as alerts,
    asking.gravest.kind,
    asking.gravest.severity,
    asking.gravest.facts,
    coalesce(exercises.name, asking.gravest.subject) as subject,
    aims.targets[1].text as target,
    aims.targets[1].p_plan as target_p,
from lifters
left join habits using (lifter)
left join ahead using (lifter)
left join asking using (lifter)
left join aims using (lifter)
left join exercises on asking.gravest.subject = exercises.exercise_id
order by lifters.lifter
