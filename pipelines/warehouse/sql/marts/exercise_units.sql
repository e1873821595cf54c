-- grain: import (lifter, sha256), exported_name whose loads are taken for another unit than the rest of its file
select
    exercise_units.lifter,
    exercise_units.sha256,
    exercise_units.exported_name,
    names.exercise_id,
    exercise_units.unit,
    'inferred: plates, against the rest of the file' as unit_source,
    exercise_units.sets,
from staging.exercise_units
inner join entries using (lifter, sha256)
inner join names
    on
        exercise_units.lifter = names.lifter
        and entries.app = names.app
        and exercise_units.exported_name = names.exported_name
