-- grain: lifter, day with a body weight: measured, else what rows carried, else what an app added to the loads of
-- bodyweight exercises
-- What rows carry is a setting that sticks: it does not count within 30 days after a measurement.
-- An app that adds body weight shows it bare on an unloaded set, so the day's least load of a bodyweight exercise
-- is it. Loads under 30 kg are no adult's body weight: such an export does not add it.
with measured as (
    select
        lifter,
        day,
        value as body_weight_kg,
    from measurement_days
    where site = 'body_weight' and not is_suspect
),

carried as (
    select
        lifter,
        day,
        avg(body_weight_kg) as body_weight_kg,
    from import_days
    where body_weight_kg is not null
    group by lifter, day
),

added as (
    select
        landed.lifter,
        landed.day,
        min(landed.load_value) as body_weight_kg,
    from landed
    inner join names
        on
            landed.lifter = names.lifter
            and landed.app = names.app
            and landed.exported_name = names.exported_name
    where
        landed.load_includes_body_weight
        and landed.disposition = 'set'
        and landed.load_value > 0
        and names.load_kind = 'bodyweight'
    group by landed.lifter, landed.day
    having min(landed.load_value) >= 30
),

logged as (
    select
        lifter,
        day,
        coalesce(carried.body_weight_kg, added.body_weight_kg) as body_weight_kg,
    from carried
    full join added using (lifter, day)
),

known as (
    select * from measured
    union all
    select logged.*,
    from logged
    anti join measured
        on logged.lifter = measured.lifter and measured.day between logged.day - 30 and logged.day
)

select * from known
where day is not null
