-- grain: set (lifter, sha256, ordinal) that another file tells of by the same key, where files add or update
-- Of an app's files of which any is appended or updates set by set. The same set: the same identity, else the same
-- number within exercise and time, else, for what is appended, alike in everything. Of several the one that came last
-- counts, and an appended one only where no other tells of it. Records of one line stay together.
with apps as (
    select distinct
        lifter,
        app,
    from import_spans
    where mode in ('append', 'upsert')
),

told as (
    select
        landed.lifter,
        landed.app,
        landed.sha256,
        landed.ordinal,
        spans.arrival,
        coalesce(spans.mode = 'append', false) as is_appended,
        landed.set_key is not null as is_known,
        if(landed.set_key like 'id %', landed.line, 0) as line,
        coalesce(landed.started_at, landed.day) as told_at,
        case
            when landed.set_key like 'id %' then landed.set_key
            when landed.set_key is not null then concat_ws(chr(31), landed.set_key, told_at, landed.exported_name)
            else concat_ws(
                chr(31), '', told_at, landed.exported_name, landed.set_kind, coalesce(landed.load_value, 0),
                landed.load_unit, landed.multiplier, coalesce(landed.reps, 0), coalesce(landed.seconds, 0),
                coalesce(landed.distance_m, 0), coalesce(landed.rir, -1), coalesce(landed.rpe, -1)
            )
        end as content,
    from landed
    semi join apps using (lifter, app)
    inner join import_spans as spans using (lifter, sha256)
    anti join superseded_days using (lifter, sha256, day)
    where landed.disposition = 'set'
),

counted as (
    select
        * exclude (content),
        content || if(is_known, '', chr(31) || row_number() over (
            partition by lifter, sha256, content order by ordinal
        )) as set_key,
    from told
),

ranked as (
    select
        *,
        rank() over (
            partition by lifter, app, set_key
            order by is_appended, if(is_appended, arrival, -arrival), -line
        ) as place,
    from counted
)

select
    lifter,
    sha256,
    ordinal,
from ranked
where place > 1 and (is_known or is_appended)
