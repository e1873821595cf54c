-- grain: file content (sha256), lifter: body measurements of a day that has others of the same site in the file
with
readings as (
    select
        sha256,
        lifter,
        day,
        site,
        side,
        count(distinct ordinal) - 1 as others,
    from landed_measurements
    where disposition = 'measurement'
    group by sha256, lifter, day, site, side
),

days as (
    select
        sha256,
        lifter,
        day,
        max(others) as others,
    from readings
    group by sha256, lifter, day
)

select
    sha256,
    lifter,
    sum(others)::bigint as measured_again,
from days
group by sha256, lifter
having sum(others) > 0
