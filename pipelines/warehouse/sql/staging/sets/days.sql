-- grain: import (lifter, sha256), day with sets: what each of its sets needs to know of its day and file
-- Body weight is the last one known by that day: never one weighed later.
with known_weights as (
    select
        days.lifter,
        days.sha256,
        days.day,
        weights.body_weight_kg as latest_kg,
    from import_days as days
    asof left join body_weights as weights
        on days.lifter = weights.lifter and days.day >= weights.day
    where days.rows_sets > 0
),

described as (
    select
        known.lifter,
        known.sha256,
        known.day,
        spans.app,
        spans.is_marking_warmups,
        known_body_weight(known.latest_kg, profiles.body_weight_kg) as body_weight_kg,
        case units.inferred_unit when 'lb' then getvariable('kg_per_lb') else 1 end as kg_per_unstated,
    from known_weights as known
    inner join import_spans as spans on known.lifter = spans.lifter and known.sha256 = spans.sha256
    left join units on known.lifter = units.lifter and known.sha256 = units.sha256
    left join profiles on known.lifter = profiles.lifter
    anti join superseded_days as gone
        on known.lifter = gone.lifter and known.sha256 = gone.sha256 and known.day = gone.day
)

select * from described
