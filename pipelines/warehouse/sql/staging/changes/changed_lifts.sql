-- grain: lifter with sets before and now, day, exercise_id whose sets are not what they were
-- A sum of hashes tells it for a million sets at once; set_changes.sql then looks at the few that differ.
with known as (
    select distinct lifter
    from sets_before
),

now_and_before as (
    select
        *,
        true as is_now,
    from sets
    semi join known on sets.lifter = known.lifter
    union all by name
    select
        *,
        false as is_now,
    from sets_before
    semi join lifters on sets_before.lifter = lifters.lifter
),

hashed as (
    select
        lifter,
        day,
        exercise_id,
        is_now,
        hash(set_kind, round(load_kg, 2), reps, seconds, distance_m, rir, rpe) as content,
    from now_and_before
),

changed as (
    select
        lifter,
        day,
        exercise_id,
    from hashed
    group by lifter, day, exercise_id
    having sum(content) filter (where is_now) is distinct from sum(content) filter (where not is_now)
)

select * from changed
