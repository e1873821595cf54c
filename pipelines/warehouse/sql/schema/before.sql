-- What the build in force holds of the lifters whose rows are being made, to compare these with.
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
semi join staging.being_made using (lifter);

create view staging.imports_before as
select
    lifter,
    sha256,
    rows_duplicate,
from in_force.imports
semi join staging.being_made using (lifter);
