-- grain: pair of exports of one app (lifter, sha256, newer_sha256) of which one holds only part of the logbook
-- A whole export repeats the last one but for what was deleted since: of real exports that follow each other the
-- largest deletion is 13 in 100 sets. Lists of one exercise or of some workouts lack most. Where the newer one lacks
-- more than 1 in 5 of the older's sets on the days it spans, the two add to each other (see superseded_sets.sql).
with moved as (
    select *
    from repeated_days
    where is_whole
),

missing as (
    select
        missing_days.lifter,
        missing_days.sha256,
        missing_days.newer_sha256,
        sum(missing_days.sets_missing) as sets_missing,
        any_value(missing_days.sets_spanned) as sets_spanned,
    from missing_days
    anti join other_logbooks using (lifter, sha256, newer_sha256)
    anti join moved using (lifter, sha256, newer_sha256, day)
    group by missing_days.lifter, missing_days.sha256, missing_days.newer_sha256
)

select
    lifter,
    sha256,
    newer_sha256,
from missing
where sets_missing > 0.2 * sets_spanned
