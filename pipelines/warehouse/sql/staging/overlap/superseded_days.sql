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
    inner join import_pairs as pairs
        on
            older_day.lifter = pairs.lifter
            and older_day.sha256 = pairs.sha256
            and older_day.day between pairs.first_day and pairs.last_day
    anti join other_logbooks as other
        on
            pairs.lifter = other.lifter
            and pairs.sha256 = other.sha256
            and pairs.newer_sha256 = other.newer_sha256
    anti join extracts
        on
            pairs.lifter = extracts.lifter
            and pairs.sha256 = extracts.sha256
            and pairs.newer_sha256 = extracts.newer_sha256
    where older_day.rows_sets > 0
)

select * from superseded
