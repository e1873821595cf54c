-- grain: pair of exports of one app (lifter, sha256, newer_sha256) of which the newer may replace the days it spans
-- Whole exports of an app tell by their content which is newer. What a person stated goes by when the files came: one
-- that is to replace its span does so, without a guess (`is_guessed`) at what it may be; what is added, and what
-- updates set by set (see keyed_sets.sql), replaces no day.
select
    older.lifter,
    older.app,
    older.sha256,
    newer.sha256 as newer_sha256,
    older.first_day as older_first_day,
    older.last_day as older_last_day,
    newer.first_day,
    newer.last_day,
    newer.mode is null as is_guessed,
from import_spans as older
inner join import_spans as newer
    on
        older.lifter = newer.lifter
        and older.app = newer.app
        and older.sha256 <> newer.sha256
        and coalesce(newer.mode, 'replace-span') = 'replace-span'
        and if(
            older.mode is null and newer.mode is null,
            older.newness < newer.newness,
            older.arrival < newer.arrival
        )
