-- grain: lifter, day, exercise_id, app whose workout stands in an app preferred to it on the day before or after
-- One app keeps the local clock, the other UTC: a workout near midnight is on two days. It is the same when it starts
-- within 14 hours (no zone is further from UTC) and at least 4 sets, and 4 in 5, are the same in load and reps.
with counted as (
    select *
    from comparable_sets
    where started_at is not null
),

nearby as (
    select
        *,
        sum(sets) over (partition by lifter, app, started_at) as sets_of_workout,
        unnest([day - 1, day + 1]) as near_day,
    from counted
),

twins as (
    select
        copied.lifter,
        copied.app,
        copied.started_at,
    from nearby as copied
    inner join counted as original
        on
            copied.lifter = original.lifter
            and copied.near_day = original.day
            and copied.preference > original.preference
            and copied.load_kg = original.load_kg
            and copied.reps = original.reps
            and copied.seconds = original.seconds
            and abs(epoch(copied.started_at) - epoch(original.started_at)) <= 14 * 3600
    group by copied.lifter, copied.app, copied.started_at, original.app, original.started_at
    having
        sum(least(copied.sets, original.sets)) >= 4
        and sum(least(copied.sets, original.sets)) >= 0.8 * max(copied.sets_of_workout)
),

exercises as (
    select distinct
        logged.lifter,
        logged.day,
        logged.exercise_id,
        logged.app,
    from several_apps_sets as logged
    inner join twins
        on logged.lifter = twins.lifter and logged.app = twins.app and logged.started_at = twins.started_at
)

select * from exercises
