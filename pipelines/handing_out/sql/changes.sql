-- grain: lifter, lift or muscle, in the order of the verdict
with advised as materialized (
    select
        lifter,
        expected,
    from recommendations
    where lifter in (select unnest($lifters))
),

verdicts as (
    select
        advised.lifter,
        entries.id as place,
        entries.value as change,
    from advised, json_each(advised.expected, '$.changes') as entries
)

select
    lifter,
    change ->> '$.kind' as kind,
    change ->> '$.subject' as subject,
    change ->> '$.name' as name,
    (change ->> '$.sets_now')::double as sets_now,
    (change ->> '$.sets_then')::double as sets_then,
    (change ->> '$.heavy_now')::double as heavy_now,
    (change ->> '$.heavy_then')::double as heavy_then,
    (change ->> '$.days_now')::double as days_now,
    (change ->> '$.days_then')::double as days_then,
    (change ->> '$.gain.q10')::double as gain_q10_pct,
    (change ->> '$.gain.q50')::double as gain_q50_pct,
    (change ->> '$.gain.q90')::double as gain_q90_pct,
    (change ->> '$.p_better')::double as p_better,
    (change ->> '$.neural_pct')::double as neural_pct,
    (change ->> '$.muscle_pct')::double as muscle_pct,
    change ->> '$.verdict' as verdict,
    change ->> '$.text' as text,
from verdicts
order by lifter, place
