-- grain: lifter with an export or a profile; `unit` is what most of their sets were logged in
with trained as (
    select
        lifter,
        min(day) as first_day,
        max(day) as last_day,
        count(distinct day) as training_days,
    from sets
    group by lifter
),

sets_by_unit as (
    select
        imports.lifter,
        units.native_unit as unit,
        sum(imports.rows_loaded) as sets,
    from imports
    inner join units on imports.lifter = units.lifter and imports.sha256 = units.sha256
    where units.native_unit is not null
    group by imports.lifter, units.native_unit
),

native_units as (
    select
        lifter,
        max_by(unit, (sets, unit)) as unit,
    from sets_by_unit
    group by lifter
),

weights as (
    select
        lifter,
        max_by(body_weight_kg, day) as body_weight_kg,
        max(day) as weighed_on,
    from body_weights
    group by lifter
),

described as (
    select
        profiles.lifter,
        profiles.bucket,
        profiles.simulated,
        coalesce(profiles.unit, native_units.unit, 'kg') as unit,
        profiles.sex,
        profiles.birth_year,
        known_body_weight(weights.body_weight_kg, profiles.body_weight_kg) as body_weight_kg,
        weights.weighed_on,
        profiles.goal,
        profiles.wishes,
        trained.first_day,
        trained.last_day,
        coalesce(trained.training_days, 0) as training_days,
    from profiles
    left join trained on profiles.lifter = trained.lifter
    left join native_units on profiles.lifter = native_units.lifter
    left join weights on profiles.lifter = weights.lifter
)

select * from described
