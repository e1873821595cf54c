-- grain: import (lifter, sha256), day; records without a day are gathered under a null day
with days as (
    select
        lifter,
        sha256,
        day,
        any_value(app) as app,
        any_value(layout) as layout,
        count(*) as rows_read,
        count(*) filter (where disposition = 'set') as rows_sets,
        count(*) filter (where disposition = 'not_set') as rows_not_sets,
        count(*) filter (where disposition = 'rejected') as rows_rejected,
        count(*) filter (where disposition = 'set' and set_kind = 'warmup') as warmup_sets,
        max(started_at) filter (where disposition = 'set') as last_started_at,
        avg(body_weight_kg) filter (where body_weight_kg > 0) as body_weight_kg,
    from landed
    group by lifter, sha256, day
)

select * from days
