-- grain: file content (sha256), lifter, disposition other than set, reason: how many records, and the first of their
-- lines; of a record of the body that measured nothing the first reason counts
with body as (
    select
        sha256,
        lifter,
        ordinal,
        if(bool_or(disposition = 'rejected'), 'rejected', 'not_set') as disposition,
        min_by(reason, (disposition <> 'rejected', reason)) as reason,
        min(line) as line,
    from landed_measurements
    group by sha256, lifter, ordinal
    having bool_and(disposition <> 'measurement')
),

records as (
    select sha256, lifter, disposition, reason, line,
    from landed
    where disposition <> 'set'
    union all
    select sha256, lifter, disposition, reason, line,
    from body
),

reasons as (
    select
        sha256,
        lifter,
        disposition,
        reason,
        count(*) as records,
        min(line) as first_line,
    from records
    group by sha256, lifter, disposition, reason
)

select * from reasons
order by sha256 asc, disposition asc, records desc, reason asc
