-- one row per exported name of the lifter in files that leave the unit of a load open; those to be asked about first
with found as (
    select
        sets.exported_name,
        any_value(exercise_units.unit) as own_unit,
        any_value(imports.weight_unit) filter (where imports.weight_unit in ('kg', 'lb')) as file_unit,
        any_value(exercise_units.unit_source) as unit_source,
        count(*) as logged_sets,
    from sets
    inner join imports on sets.lifter = imports.lifter and sets.sha256 = imports.sha256
    left join exercise_units
        on
            sets.lifter = exercise_units.lifter
            and sets.sha256 = exercise_units.sha256
            and sets.exported_name = exercise_units.exported_name
    where
        sets.lifter = $lifter
        and sets.load_kg > 0
        and imports.unit_source not in ('file', 'no loads')
    group by sets.exported_name
)

select
    exported_name,
    coalesce(own_unit, file_unit) as unit,
    unit_source,
    coalesce(starts_with(unit_source, 'assumed'), false) as is_asked,
from found
order by is_asked desc, own_unit is null asc, logged_sets desc, exported_name asc
