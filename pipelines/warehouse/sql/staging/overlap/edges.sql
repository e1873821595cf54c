-- grain: day of an export (lifter, sha256, day) beside a day of a newer one of the same app (newer_sha256, newer_day)
-- that is not replaced by it: the eve of its span, and the days beside each day of an extract
with eves as (
    select
        pairs.lifter,
        pairs.sha256,
        pairs.newer_sha256,
        pairs.first_day - 1 as day,
        pairs.first_day as newer_day,
    from import_pairs as pairs
    anti join other_logbooks using (lifter, sha256, newer_sha256)
    where pairs.first_day - 1 between pairs.older_first_day and pairs.older_last_day
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
