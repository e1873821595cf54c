-- grain: day with sets of an export (lifter, sha256, day), newer export of the same app that spans the day and holds
-- fewer sets of it (newer_sha256); only of pairs where the newer one lacks more than 1 in 5 of the older's sets
-- Counted, not compared: what is renamed, converted or corrected stays as many sets.
with spanned as (
    select
        pairs.lifter,
        pairs.sha256,
        pairs.newer_sha256,
        days.day,
        days.rows_sets,
        greatest(days.rows_sets - coalesce(newer_days.rows_sets, 0), 0) as sets_missing,
    from import_pairs as pairs
    inner join import_days as days
        on
            pairs.lifter = days.lifter
            and pairs.sha256 = days.sha256
            and days.rows_sets > 0
            and days.day between pairs.first_day and pairs.last_day
    left join import_days as newer_days
        on
            pairs.lifter = newer_days.lifter
            and pairs.newer_sha256 = newer_days.sha256
            and days.day = newer_days.day
    where pairs.is_guessed
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
