-- grain: import (lifter, sha256), exported_name with loads of no unit, of which the lifter's profile states it
-- The very name stated goes before others for the same exercise.
with stated as (
    select
        loads.lifter,
        loads.sha256,
        loads.exported_name,
        lower(loads.exported_name) = lower(said.stated_name) as is_this_name,
        said.stated_name,
        said.unit,
        loads.sets,
    from loads
    inner join names using (lifter, app, exported_name)
    inner join stated_exercise_units as said
        on
            names.lifter = said.lifter
            and (names.exercise_id = said.exercise_id or lower(loads.exported_name) = lower(said.stated_name))
    where loads.load_value > 0 and loads.load_unit is null
),

chosen as (
    select
        lifter,
        sha256,
        exported_name,
        arg_max(unit, (is_this_name, stated_name)) as unit,
        sum(sets) / count(distinct stated_name) as sets,
    from stated
    group by lifter, sha256, exported_name
)

select * from chosen
