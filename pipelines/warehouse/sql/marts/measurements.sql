-- grain: lifter, day, site, side; kg, cm and percent; which reading of a day counts is told in measurement_days.sql
with measured as (
    select
        lifter,
        day,
        site,
        side,
        value,
        unit,
        kind,
        app,
        sha256,
        line,
        ordinal,
        measured_at,
        readings,
        is_suspect,
    from measurement_days
)

select * from measured
