-- Nothing is in force, or nothing that can be compared with.
create or replace table staging.sets_before (
    lifter varchar,
    day date,
    exercise_id varchar,
    sha256 varchar,
    ordinal bigint,
    set_kind varchar,
    load_kg double,
    reps double,
    seconds double,
    distance_m double,
    rir double,
    rpe double
);

create or replace table staging.imports_before (lifter varchar, sha256 varchar, rows_duplicate bigint);
