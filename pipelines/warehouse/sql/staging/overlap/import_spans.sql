-- grain: import (lifter, sha256); what it holds, and how new it is (`newness`, by content) and when it came (`arrival`)
-- among the same lifter's exports of the same app
with spans as (
    select
        lifter,
        sha256,
        any_value(app) as app,
        any_value(layout) as layout,
        sum(rows_read)::bigint as rows_read,
        sum(rows_sets)::bigint as rows_sets,
        sum(rows_not_sets)::bigint as rows_not_sets,
        sum(rows_rejected)::bigint as rows_rejected,
        sum(warmup_sets) > 0 as is_marking_warmups,
        min(day) filter (where rows_sets > 0) as first_day,
        max(day) filter (where rows_sets > 0) as last_day,
        max(last_started_at) as last_started_at,
    from import_days
    group by lifter, sha256
),

ranked as (
    -- Decided by content, so that the order of ingestion changes nothing. Only of exports that end with the same
    -- workout, as after a correction, the one that came last is right.
    select
        spans.*,
        entries.mode,
        row_number() over (
            partition by spans.lifter, spans.app
            order by entries.first_seen_at, entries.file, spans.sha256
        ) as arrival,
        row_number() over (
            partition by spans.lifter, spans.app
            order by
                spans.last_day nulls first,
                spans.last_started_at nulls first,
                entries.first_seen_at,
                spans.rows_sets,
                spans.sha256
        ) as newness,
    from spans
    inner join entries on spans.lifter = entries.lifter and spans.sha256 = entries.sha256
)

select * from ranked
