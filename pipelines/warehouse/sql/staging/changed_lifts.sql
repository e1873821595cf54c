-- grain: lifter with sets before and now, day, exercise_id whose sets are not what they were
-- A sum of hashes tells it for a million sets at once; set_changes.sql then looks at the few that differ.
with known as (
    select distinct lifter
    from sets_before
),

now as (
    select
        lifter,
        day,
        exercise_id,
        sum(hash(set_kind, round(load_kg, 2), reps, seconds, distance_m, rir, rpe)) as content,
    from sets
    semi join known on sets.lifter = known.lifter
    group by lifter, day, exercise_id
),

before as (
    select
        lifter,
        day,
        exercise_id,
        sum(hash(set_kind, round(load_kg, 2), reps, seconds, distance_m, rir, rpe)) as content,
    from sets_before
    semi join lifters on sets_before.lifter = lifters.lifter
    group by lifter, day, exercise_id
),

changed as (
    select
        lifter,
        day,
        exercise_id,
    from now
    full join before using (lifter, day, exercise_id)
    where now.content is distinct from before.content
)

select * from changed
