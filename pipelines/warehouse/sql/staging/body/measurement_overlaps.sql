-- grain: day of a series of body measurements in an export (lifter, series, sha256, day), newer export of the same
-- series that spans the day (newer_sha256)
-- `is_extract`: as with sets (see extracts.sql) the two add to each other where the newer one lacks more than 1 in 5 of
-- the older's days there. It has a day if it has a reading of it, or one of the same value a day beside: clocks move.
with spans as (
    select
        lifter,
        series,
        sha256,
        min(day) as first_day,
        max(day) as last_day,
        count(*) as readings,
        row_number() over (
            partition by lifter, series order by last_day, max(measured_at) nulls first, readings, sha256
        ) as newness,
    from measurement_figures
    group by lifter, series, sha256
),

days as (
    select
        lifter,
        series,
        sha256,
        day,
        list(round(value, 1)) as readings,
    from measurement_figures
    group by lifter, series, sha256, day
),

spanned as (
    select
        older.lifter,
        older.series,
        older.sha256,
        newer.sha256 as newer_sha256,
        days.day,
        len(any_value(days.readings)) as readings,
        newer.readings <= older.readings as is_newer_smaller,
        coalesce(
            bool_or(newer_days.day = days.day or list_has_any(newer_days.readings, days.readings)), false
        ) as is_repeated,
    from spans as older
    inner join spans as newer
        on older.lifter = newer.lifter and older.series = newer.series and older.newness < newer.newness
    inner join days
        on
            older.lifter = days.lifter
            and older.series = days.series
            and older.sha256 = days.sha256
            and days.day between newer.first_day and newer.last_day
    left join days as newer_days
        on
            newer.lifter = newer_days.lifter
            and newer.series = newer_days.series
            and newer.sha256 = newer_days.sha256
            and newer_days.day between days.day - 1 and days.day + 1
    group by older.lifter, older.series, older.sha256, newer.sha256, days.day, older.readings, newer.readings
)

select
    *,
    count(*) filter (where not is_repeated) over pair > 0.2 * count(*) over pair as is_extract,
from spanned
window pair as (partition by lifter, series, sha256, newer_sha256)
