-- grain: import (lifter, sha256) with body measurements: the units of figures that state none, and how they are known
-- The lifter's profile decides, but for Fitbit, which writes lb whatever a profile says. Then weight and body mass
-- index, then size: hardly anybody is ever under 90 lb or stays over 130 kg; between them the unit of the lifter's
-- sets.
with own_units as (
    select
        lifter,
        mode(native_unit) as unit,
    from units
    group by lifter
),

judged as (
    select
        evidence.*,
        profiles.unit as profile_unit,
        own_units.unit as own_unit,
        case when height_if_kg between 1.3 and 2.1 then 'kg' when height_if_kg > 2.1 then 'lb' end as index_unit,
        case when low_weight < 90 then 'kg' when usual_weight > 130 then 'lb' end as size_unit,
        if(evidence.app = 'fitbit', coalesce(index_unit, 'lb'), null) as app_unit,
    from measurement_evidence as evidence
    left join profiles on evidence.lifter = profiles.lifter
    left join own_units on evidence.lifter = own_units.lifter
),

decided as (
    select
        lifter,
        sha256,
        stated_units,
        if(count_masses > 0, coalesce(app_unit, profile_unit, index_unit, size_unit, own_unit, 'kg'), null)
            as mass_unit,
        case
            when count_lengths = 0 then null
            when profile_unit is not null then if(profile_unit = 'kg', 'cm', 'in')
            when inch_share > 0.5 then 'in'
            else 'cm'
        end as length_unit,
        case
            when count_masses = 0 and count_lengths = 0 then 'file'
            when count_masses = 0 then if(profile_unit is null, 'inferred: size of the girths', 'profile')
            when app_unit is not null then if(index_unit is null, 'app', 'inferred: weight and body mass index')
            when profile_unit is not null then 'profile'
            when index_unit is not null then 'inferred: weight and body mass index'
            when size_unit is not null then 'inferred: size of the weights'
            when own_unit is not null then 'inferred: unit of the sets'
            else 'assumed: the size of the weights leaves it open'
        end as unit_source,
    from judged
)

select * from decided
