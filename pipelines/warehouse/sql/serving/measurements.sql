-- grain: lifter asked for, day, site, side: what was measured in the year up to the lifter's last training day
with measured as (
    select
        measurements.lifter,
        measurements.day,
        measurements.site,
        measurements.side,
        measurements.value,
    from measurements
    inner join lifters on measurements.lifter = lifters.lifter
    where
        coalesce(list_contains($lifters, lifters.lifter), true)
        and not coalesce(measurements.is_suspect, false)
        and measurements.day <= lifters.last_day
        and measurements.day > lifters.last_day - 378
)

select *
from measured
order by lifter, site, day, side
