-- Grain: pair of landed files (older, newer) of which the newer has every row of the older, as often at least.
-- Takes `pairs` and the files of both. Where a row stands in its file is no part of what it says. Both begin on the
-- same day, so that the newer is right over all the days that the older is right over, and over none before them.
with

contents as (
    select
        filename,
        disposition,
        day,
        hash(*columns(* exclude (filename, sha256, line, ordinal))) as content,
    from read_parquet($files, hive_partitioning = false, filename = true)
),

counted as (
    select
        filename,
        content,
        count(*) as rows_alike,
    from contents
    group by filename, content
),

spans as (
    select
        filename,
        count(*) as rows_read,
        count(*) filter (where disposition = 'not_set') as rows_not_sets,
        min(day) filter (where disposition = 'set') as first_day,
        max(day) filter (where disposition = 'set') as last_day,
    from contents
    group by filename
),

lacking as (
    select
        pairs.older,
        pairs.newer,
    from pairs
    inner join counted as own on pairs.older = own.filename
    left join counted as newer on pairs.newer = newer.filename and own.content = newer.content
    where own.rows_alike > coalesce(newer.rows_alike, 0)
)

select
    pairs.older,
    own.rows_read,
    own.rows_not_sets,
    own.first_day,
    own.last_day,
from pairs
inner join spans as own on pairs.older = own.filename
inner join spans as newer on pairs.newer = newer.filename
anti join lacking on pairs.older = lacking.older and pairs.newer = lacking.newer
where own.first_day is not distinct from newer.first_day
