-- grain: import (lifter, sha256), exported_name whose loads have a unit of their own, or may have: it is told how known
select
    exercise_units.lifter,
    exercise_units.sha256,
    exercise_units.exported_name,
    names.exercise_id,
    exercise_units.unit,
    exercise_units.unit_source,
    exercise_units.sets,
from staging.exercise_units
inner join entries using (lifter, sha256)
inner join names
    on
        exercise_units.lifter = names.lifter
        and entries.app = names.app
        and exercise_units.exported_name = names.exported_name
