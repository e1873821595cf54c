-- one row per lifter and exported name whose unit of load is its own, or may be
select
    lifter,
    exported_name,
    unit,
    unit_source,
    sum(sets)::bigint as sets,
from exercise_units
group by lifter, exported_name, unit, unit_source
order by lifter, exported_name, unit, unit_source
