-- What the build in force holds of lifters whose tables are made anew, to compare these with.
create view staging.sets_before as
select
    lifter,
    day,
    exercise_id,
    sha256,
    ordinal,
    set_kind,
    load_kg,
    reps,
    seconds,
    distance_m,
    rir,
    rpe,
from in_force.sets
anti join staging.unchanged using (lifter);

create view staging.imports_before as
select
    lifter,
    sha256,
    rows_duplicate,
from in_force.imports
anti join staging.unchanged using (lifter);
