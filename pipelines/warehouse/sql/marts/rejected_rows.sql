-- grain: rejected record (lifter, sha256, line), of workouts and of the body
with rejected as (
    select
        lifter,
        sha256,
        line,
        reason,
        raw,
    from landed
    where disposition = 'rejected'
    union all
    select
        lifter,
        sha256,
        line,
        reason,
        raw,
    from landed_measurements
    where disposition = 'rejected'
),

named as (
    select
        rejected.lifter,
        entries.file,
        rejected.sha256,
        rejected.line,
        rejected.reason,
        rejected.raw,
    from rejected
    inner join entries on rejected.lifter = entries.lifter and rejected.sha256 = entries.sha256
)

select * from named
