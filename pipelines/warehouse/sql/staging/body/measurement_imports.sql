-- grain: import (lifter, sha256) with body records: what became of them
-- A record is loaded if a row of `measurements` is taken from it; a duplicate if all its measurements stand elsewhere:
-- in a newer export, in the app preferred, or in another reading of the day.
with records as (
    select
        lifter,
        sha256,
        ordinal,
        max(day) as day,
        bool_or(disposition = 'measurement') as is_measured,
        bool_or(disposition = 'rejected') as is_rejected,
    from landed_measurements
    group by lifter, sha256, ordinal
),

taken as (
    select distinct
        lifter,
        sha256,
        ordinal,
    from measurement_days
),

counted as (
    select
        records.lifter,
        records.sha256,
        count(*) as rows_read,
        count(taken.ordinal) as rows_loaded,
        count(*) filter (where not is_measured and not is_rejected) as rows_not_sets,
        count(*) filter (where is_measured and taken.ordinal is null) as rows_duplicate,
        count(*) filter (where is_rejected) as rows_rejected,
        min(records.day) filter (where is_measured) as first_day,
        max(records.day) filter (where is_measured) as last_day,
    from records
    left join taken
        on
            records.lifter = taken.lifter
            and records.sha256 = taken.sha256
            and records.ordinal = taken.ordinal
    group by records.lifter, records.sha256
)

select * from counted
