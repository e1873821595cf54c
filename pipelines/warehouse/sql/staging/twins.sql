-- grain: lifter, day, exercise_id, app whose sets are the same workout as another app's
-- A history moved to another app comes twice. Same lifter, day and exercise with the same loads (to the kg, for they get
-- rounded on the way) and reps is one workout. It is kept from the app that holds most of the lifter's sets. Order within the
-- exercise is not compared: some exports permute sets.
with apps as (
    select
        lifter,
        app,
        row_number() over (partition by lifter order by count(*) desc, app) as preference,
        count(*) over (partition by lifter) as count_apps,
    from logged
    group by lifter, app
),

workouts as (
    select
        logged.lifter,
        logged.day,
        logged.exercise_id,
        logged.app,
        apps.preference,
        list_sort(
            list((round(coalesce(load_kg, 0)), coalesce(reps, 0), coalesce(seconds, 0)))
        ) as content,
    from logged
    inner join apps on apps.lifter = logged.lifter and apps.app = logged.app
    where apps.count_apps > 1
    group by all
),

ranked as (
    select
        lifter,
        day,
        exercise_id,
        app,
        row_number() over (partition by lifter, day, exercise_id, content order by preference) as place,
    from workouts
)

select * exclude (place) from ranked
where place > 1
