-- grain: lifter, day, exercise_id, app whose sets are the same workout as another app's
-- Same lifter, day and exercise with the same loads (to the kg) and reps is one workout, and so is a whole day that is
-- a twin, and a twin across midnight. It is kept from the app preferred. Order within the exercise is not compared:
-- some exports permute sets.
with workouts as (
    select
        logged.lifter,
        logged.day,
        logged.exercise_id,
        logged.app,
        apps.preference,
        list_sort(
            list((round(coalesce(load_kg, 0)), coalesce(reps, 0), coalesce(seconds, 0)))
        ) as content,
    from several_apps_sets as logged
    inner join app_preferences as apps on logged.lifter = apps.lifter and logged.app = apps.app
    group by all
),

ranked as (
    select
        workouts.*,
        twin_days.day is not null as is_twin_day,
        row_number() over (
            partition by workouts.lifter, workouts.day, workouts.exercise_id, workouts.content
            order by workouts.preference
        ) as place,
    from workouts
    left join twin_days
        on workouts.lifter = twin_days.lifter and workouts.day = twin_days.day and workouts.app = twin_days.app
),

twins as (
    select
        lifter,
        day,
        exercise_id,
        app,
    from ranked
    where place > 1 or is_twin_day
    union
    select * from twin_nights
)

select * from twins
