-- grain: pair of exports of one app (lifter, sha256, newer_sha256) that span the same days but are of two logbooks
-- An app's next export repeats the last one, edits apart. Two logbooks they are when both trained on at least 5 of the
-- days compared and fewer than 1 in 5 of the older's, or of the newer's where workouts were deleted, are repeated: of
-- fewer days nothing can be said.
with compared as (
    select
        shared_days.lifter,
        shared_days.sha256,
        shared_days.newer_sha256,
        count(*) as days,
        count(repeated_days.day) as days_repeated,
        min(shared_days.day) as first_day,
        max(shared_days.day) as last_day,
    from shared_days
    left join repeated_days using (lifter, sha256, newer_sha256, day)
    group by shared_days.lifter, shared_days.sha256, shared_days.newer_sha256
),

measured as (
    select
        compared.lifter,
        compared.sha256,
        compared.newer_sha256,
        compared.days_repeated,
        least(any_value(compared.days), count(newer_days.day)) as days_of_both,
    from compared
    left join import_days as newer_days
        on
            compared.lifter = newer_days.lifter
            and compared.newer_sha256 = newer_days.sha256
            and newer_days.rows_sets > 0
            and newer_days.day between compared.first_day and compared.last_day
    group by compared.lifter, compared.sha256, compared.newer_sha256, compared.days_repeated
)

select
    lifter,
    sha256,
    newer_sha256,
from measured
where days_of_both >= 5 and days_repeated < 0.2 * days_of_both
