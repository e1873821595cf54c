-- grain: day with sets of an export (lifter, sha256, day), newer export of the same app that spans it (newer_sha256)
-- Only the latest 20 such days of each pair: enough to tell whether both are of one logbook.
with shared as (
    select
        pairs.lifter,
        pairs.sha256,
        pairs.newer_sha256,
        days.day,
    from import_pairs as pairs
    inner join import_days as days
        on
            pairs.lifter = days.lifter
            and pairs.sha256 = days.sha256
            and days.rows_sets > 0
            and days.day between pairs.first_day and pairs.last_day
    where pairs.is_guessed
    qualify
        row_number() over (
            partition by pairs.lifter, pairs.sha256, pairs.newer_sha256 order by days.day desc
        ) <= 20
)

select * from shared
