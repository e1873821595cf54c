-- grain: lifter, site measured on both sides on one day: the newest such day, of some lifters; centimetres
with
pairs as (
    select
        measurements.lifter,
        measurements.site,
        measurements.day,
        any_value(measurements.value) filter (where measurements.side = 'left') as left_cm,
        any_value(measurements.value) filter (where measurements.side = 'right') as right_cm,
    from measurements
    inner join lifters on measurements.lifter = lifters.lifter
    where
        coalesce(list_contains($lifters, lifters.lifter), true)
        and measurements.unit = 'cm' and measurements.side is not null and not measurements.is_suspect
    group by measurements.lifter, measurements.site, measurements.day
),

newest as (
    select *
    from pairs
    where left_cm is not null and right_cm is not null
    qualify day = max(day) over (partition by lifter, site)
)

select *
from newest
order by lifter, site
