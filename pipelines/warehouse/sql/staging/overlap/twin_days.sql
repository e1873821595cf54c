-- grain: lifter, day, app whose whole day is the same training as in an app preferred to it
-- A history moved to another app comes twice, its exercises often under other names. A day is the same training when at
-- least 4 sets, and at least 4 in 5 of them, are found in the other app's day by load and reps alone.
with counted as (
    select
        lifter,
        day,
        app,
        preference,
        load_kg,
        reps,
        seconds,
        sum(sets) as sets,
    from comparable_sets
    group by all
),

day_sizes as (
    select
        lifter,
        day,
        app,
        sum(sets) as sets,
    from counted
    group by lifter, day, app
),

shared as (
    select
        copied.lifter,
        copied.day,
        copied.app,
        original.app as original_app,
        sum(least(copied.sets, original.sets)) as sets,
    from counted as copied
    inner join counted as original
        on
            copied.lifter = original.lifter
            and copied.day = original.day
            and copied.preference > original.preference
            and copied.load_kg = original.load_kg
            and copied.reps = original.reps
            and copied.seconds = original.seconds
    group by copied.lifter, copied.day, copied.app, original.app
),

twins as (
    select distinct
        shared.lifter,
        shared.day,
        shared.app,
    from shared
    inner join day_sizes
        on shared.lifter = day_sizes.lifter and shared.day = day_sizes.day and shared.app = day_sizes.app
    where shared.sets >= 4 and shared.sets >= 0.8 * day_sizes.sets
)

select * from twins
