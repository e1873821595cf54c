-- grain: day with sets of an export (lifter, sha256, day), newer export of the same app that spans it (newer_sha256)
-- Only the latest 20 such days of each pair: enough to tell whether both are of one logbook.
with shared as (
    select
        older.lifter,
        older.sha256,
        newer.sha256 as newer_sha256,
        days.day,
    from import_spans as older
    inner join import_spans as newer
        on older.lifter = newer.lifter and older.app = newer.app and older.newness < newer.newness
    inner join import_days as days
        on
            older.lifter = days.lifter
            and older.sha256 = days.sha256
            and days.rows_sets > 0
            and days.day between newer.first_day and newer.last_day
    qualify
        row_number() over (
            partition by older.lifter, older.sha256, newer.sha256 order by days.day desc
        ) <= 20
)

select * from shared
