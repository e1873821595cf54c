-- grain: day with sets of an export (lifter, sha256, day), newer export of the same app that spans the day and holds
-- fewer sets of it (newer_sha256); only of pairs where the newer one lacks more than 1 in 5 of the older's sets
-- Counted, not compared: what is renamed, converted or corrected stays as many sets.
with spanned as (
    select
        older.lifter,
        older.sha256,
        newer.sha256 as newer_sha256,
        days.day,
        days.rows_sets,
        greatest(days.rows_sets - coalesce(newer_days.rows_sets, 0), 0) as sets_missing,
    from import_spans as older
    inner join import_spans as newer
        on older.lifter = newer.lifter and older.app = newer.app and older.newness < newer.newness
    inner join import_days as days
        on
            older.lifter = days.lifter
            and older.sha256 = days.sha256
            and days.rows_sets > 0
            and days.day between newer.first_day and newer.last_day
    left join import_days as newer_days
        on
            newer.lifter = newer_days.lifter
            and newer.sha256 = newer_days.sha256
            and days.day = newer_days.day
),

summed as (
    select
        * exclude (rows_sets),
        sum(rows_sets) over pair as sets_spanned,
        sum(sets_missing) over pair as sets_missing_of_pair,
    from spanned
    window pair as (partition by lifter, sha256, newer_sha256)
)

select * exclude (sets_missing_of_pair)
from summed
where sets_missing > 0 and sets_missing_of_pair > 0.2 * sets_spanned
