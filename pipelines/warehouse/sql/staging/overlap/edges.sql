-- grain: day of an export (lifter, sha256, day) beside a day of a newer one of the same app (newer_sha256, newer_day)
-- that is not replaced by it: the eve of its span, and the days beside each day of an extract
with eves as (
    select
        older.lifter,
        older.sha256,
        newer.sha256 as newer_sha256,
        newer.first_day - 1 as day,
        newer.first_day as newer_day,
    from import_spans as older
    inner join import_spans as newer
        on
            older.lifter = newer.lifter
            and older.app = newer.app
            and older.newness < newer.newness
            and newer.first_day - 1 between older.first_day and older.last_day
    anti join other_logbooks as other
        on older.lifter = other.lifter and older.sha256 = other.sha256 and newer.sha256 = other.newer_sha256
),

edges as (
    select * from eves
    union
    select
        extracts.lifter,
        extracts.sha256,
        extracts.newer_sha256,
        unnest([days.day - 1, days.day + 1]) as day,
        days.day as newer_day,
    from extracts
    inner join import_days as days
        on extracts.lifter = days.lifter and extracts.newer_sha256 = days.sha256 and days.rows_sets > 0
)

select * from edges
