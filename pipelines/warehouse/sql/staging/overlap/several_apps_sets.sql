-- grain: logged set of a lifter with exports of several apps: only theirs can be twins
with lifters_of_several as (
    select lifter
    from import_spans
    where rows_sets > 0
    group by lifter
    having count(distinct app) > 1
),

kept as (
    select
        logged.lifter,
        logged.day,
        logged.started_at,
        logged.app,
        logged.exercise_id,
        logged.load_kg,
        logged.reps,
        logged.seconds,
    from logged
    semi join lifters_of_several on logged.lifter = lifters_of_several.lifter
)

select * from kept
