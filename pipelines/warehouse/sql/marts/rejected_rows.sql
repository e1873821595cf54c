-- grain: rejected record (lifter, sha256, line)
with rejected as (
    select
        landed.lifter,
        entries.file,
        landed.sha256,
        landed.line,
        landed.reason,
        landed.raw,
    from landed
    inner join entries on entries.lifter = landed.lifter and entries.sha256 = landed.sha256
    where landed.disposition = 'rejected'
)

select * from rejected
