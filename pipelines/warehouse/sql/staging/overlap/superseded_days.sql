-- grain: import (lifter, sha256), day whose sets a newer export of the same lifter and app replaces
-- Apps export their whole history each time, edited: the newest export is right over all the days it spans, also on
-- days where it has no set any more. An export of another logbook replaces nothing (see other_logbooks.sql), an extract
-- no whole day (see superseded_sets.sql).
with superseded as (
    select distinct
        older_day.lifter,
        older_day.sha256,
        older_day.day,
    from import_days as older_day
    inner join import_spans as older
        on older_day.lifter = older.lifter and older_day.sha256 = older.sha256
    inner join import_spans as newer
        on
            older.lifter = newer.lifter
            and older.app = newer.app
            and older.newness < newer.newness
            and older_day.day between newer.first_day and newer.last_day
    anti join other_logbooks as other
        on older.lifter = other.lifter and older.sha256 = other.sha256 and newer.sha256 = other.newer_sha256
    anti join extracts
        on
            older.lifter = extracts.lifter
            and older.sha256 = extracts.sha256
            and newer.sha256 = extracts.newer_sha256
    where older_day.rows_sets > 0
)

select * from superseded
