-- grain: workout (lifter, sha256, started_at) that a newer export of the same app has on the other side of midnight
-- Clocks are the phone's on the day of export, so one workout is logged at 23:30 in one export and at 00:30 in the
-- next: just outside the days that the newer one replaces. It is the same when it starts within 14 hours (no zone is
-- further from UTC) and 4 in 5 sets of both are the same exercises and reps; loads differ between an app's layouts.
with edge_days as (
    select lifter, sha256, day from edges
    union
    select lifter, newer_sha256, newer_day from edges
),

counted as (
    select
        landed.lifter,
        landed.sha256,
        landed.day,
        landed.started_at,
        landed.exported_name,
        coalesce(landed.reps, 0) as reps,
        count(*) as sets,
    from landed
    semi join edge_days
        on landed.lifter = edge_days.lifter and landed.sha256 = edge_days.sha256 and landed.day = edge_days.day
    where landed.disposition = 'set' and landed.started_at is not null
    group by all
),

workouts as (
    select
        *,
        sum(sets) over (partition by lifter, sha256, started_at) as sets_of_workout,
    from counted
),

moved as (
    select
        edges.lifter,
        edges.sha256,
        own.started_at,
    from edges
    inner join workouts as own
        on edges.lifter = own.lifter and edges.sha256 = own.sha256 and edges.day = own.day
    inner join workouts as newer
        on
            edges.lifter = newer.lifter
            and edges.newer_sha256 = newer.sha256
            and edges.newer_day = newer.day
            and own.exported_name = newer.exported_name
            and own.reps = newer.reps
            and abs(epoch(newer.started_at) - epoch(own.started_at)) <= 14 * 3600
    group by edges.lifter, edges.sha256, own.started_at, newer.sha256, newer.started_at
    having sum(least(own.sets, newer.sets)) >= 0.8 * max(greatest(own.sets_of_workout, newer.sets_of_workout))
)

select distinct * from moved
