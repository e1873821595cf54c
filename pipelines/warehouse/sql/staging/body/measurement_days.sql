-- grain: lifter, day, site, side; kg, cm and percent
-- Of several readings a day the middle one counts, a reading that was taken, of an even number the lower; of several
-- apps or tables, which may measure otherwise, the one with most days of that site. `is_suspect`: beyond what bodies
-- are, or over a fifth (body fat: two fifths) off the median of the 60 days before (at least 3 of them measured).
with preferences as (
    select
        lifter,
        site,
        side,
        kept_in,
        row_number() over (
            partition by lifter, site, side order by count(distinct day) desc, kept_in asc
        ) as preference,
    from measurement_readings
    group by lifter, site, side, kept_in
),

preferred as (
    select readings.*,
    from measurement_readings as readings
    inner join preferences using (lifter, site, kept_in)
    where preferences.side is not distinct from readings.side
    qualify
        preference = min(preference) over (partition by readings.lifter, readings.site, readings.side, readings.day)
),

placed as (
    select
        *,
        count(*) over (partition by lifter, day, site, side) as readings,
        row_number() over (
            partition by lifter, day, site, side order by value, measured_at, sha256, ordinal
        ) as place,
    from preferred
),

compared as (
    select
        *,
        median(value) over earlier as usual,
        count(*) over earlier as count_earlier,
    from placed
    where place = (readings + 1) // 2
    window earlier as (
        partition by lifter, site, side order by day
        range between interval 60 days preceding and interval 1 day preceding
    )
),

judged as (
    select
        *,
        case
            when site in ('body_weight', 'lean_mass', 'muscle_mass') and value not between 15 and 350 then true
            when site = 'body_fat' and value not between 2 and 75 then true
            when kind = 'girth' and value not between 8 and 250 then true
            else coalesce(count_earlier >= 3 and abs(value / usual - 1) > if(kind = 'body fat', 0.4, 0.2), false)
        end as is_suspect,
    from compared
)

select * from judged
