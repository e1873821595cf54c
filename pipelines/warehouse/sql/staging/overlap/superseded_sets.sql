-- grain: set (lifter, sha256, ordinal) instead of which another export's counts, on a day that none replaces whole: its
-- workout moved across midnight, or one of the two exports is an extract
-- Both in one table, as a second anti join turns DuckDB's plan and makes `sets` half as dear again.
-- An extract adds and updates: of each exercise of a day the export with more sets counts, of as many the newer, so
-- that no list of one exercise, of some workouts or of top sets takes away what it does not hold.
with common_days as (
    select
        extracts.lifter,
        extracts.sha256,
        extracts.newer_sha256,
        older.day,
    from extracts
    inner join import_days as older
        on extracts.lifter = older.lifter and extracts.sha256 = older.sha256 and older.rows_sets > 0
    inner join import_days as newer
        on
            extracts.lifter = newer.lifter
            and extracts.newer_sha256 = newer.sha256
            and older.day = newer.day
            and newer.rows_sets > 0
),

dates as (
    select lifter, sha256, day from common_days
    union
    select lifter, newer_sha256, day from common_days
),

alive as (
    select dates.*
    from dates
    anti join superseded_days using (lifter, sha256, day)
),

lifts as (
    select
        landed.lifter,
        landed.sha256,
        landed.day,
        names.exercise_id,
        list(landed.ordinal) as ordinals,
        count(*) as sets,
    from landed
    semi join alive using (lifter, sha256, day)
    inner join names using (lifter, app, exported_name)
    where landed.disposition = 'set'
    group by all
),

moved as (
    select
        landed.lifter,
        landed.sha256,
        landed.ordinal,
    from landed
    semi join moved_workouts using (lifter, sha256, started_at)
    where landed.disposition = 'set'
)

select
    common_days.lifter,
    if(newer.sets >= older.sets, common_days.sha256, common_days.newer_sha256) as sha256,
    unnest(if(newer.sets >= older.sets, older.ordinals, newer.ordinals)) as ordinal,
from common_days
inner join lifts as older using (lifter, sha256, day)
inner join lifts as newer
    on
        common_days.lifter = newer.lifter
        and common_days.newer_sha256 = newer.sha256
        and common_days.day = newer.day
        and older.exercise_id = newer.exercise_id
union
from moved
union
from keyed_sets
