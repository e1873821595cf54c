-- grain: import (lifter, sha256) taken for an extract: the sets that stay because it is
-- Of two exports that add to each other the extract is the one with fewer sets, of as many the newer. What a whole
-- export replaces anyway is not counted.
with moved as (
    select *
    from repeated_days
    where is_whole
),

spared as (
    select
        older.lifter,
        if(newer.rows_sets <= older.rows_sets, newer.sha256, older.sha256) as extract_sha256,
        missing_days.sha256,
        missing_days.day,
        max(missing_days.sets_missing) as sets_missing,
    from extracts
    inner join missing_days using (lifter, sha256, newer_sha256)
    inner join import_spans as older on extracts.lifter = older.lifter and extracts.sha256 = older.sha256
    inner join import_spans as newer on extracts.lifter = newer.lifter and extracts.newer_sha256 = newer.sha256
    anti join moved
        on
            extracts.lifter = moved.lifter
            and extracts.sha256 = moved.sha256
            and extracts.newer_sha256 = moved.newer_sha256
            and missing_days.day = moved.day
    anti join superseded_days as gone
        on
            extracts.lifter = gone.lifter
            and extracts.sha256 = gone.sha256
            and missing_days.day = gone.day
    group by all
)

select
    lifter,
    extract_sha256 as sha256,
    sum(sets_missing)::bigint as rows_spared,
from spared
group by lifter, extract_sha256
