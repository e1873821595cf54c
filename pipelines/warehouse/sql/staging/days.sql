-- grain: import (lifter, sha256), day with sets: what each of its sets needs to know of its day and file
with known_weights as (
    select
        days.lifter,
        days.sha256,
        days.day,
        weights.body_weight_kg as latest_kg,
    from import_days as days
    asof left join body_weights as weights
        on weights.lifter = days.lifter and weights.day <= days.day
    where days.rows_sets > 0
),

first_weights as (
    select
        lifter,
        min_by(body_weight_kg, day) as body_weight_kg,
    from body_weights
    group by lifter
),

described as (
    select
        known.lifter,
        known.sha256,
        known.day,
        spans.app,
        spans.is_marking_warmups,
        coalesce(known.latest_kg, profiles.body_weight_kg, first_weights.body_weight_kg) as body_weight_kg,
        case units.inferred_unit when 'lb' then 0.45359237 else 1 end as kg_per_unstated,
    from known_weights as known
    inner join import_spans as spans on spans.lifter = known.lifter and spans.sha256 = known.sha256
    left join units on units.lifter = known.lifter and units.sha256 = known.sha256
    left join profiles on profiles.lifter = known.lifter
    left join first_weights on first_weights.lifter = known.lifter
    anti join superseded_days as gone
        on gone.lifter = known.lifter and gone.sha256 = known.sha256 and gone.day = known.day
)

select * from described
