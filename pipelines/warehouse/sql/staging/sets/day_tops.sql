-- grain: lifter, exercise_id, day on which a file marks no warm-ups: the heaviest credible load, and where in the file
-- it was first lifted
with unmarked_days as (
    select distinct
        lifter,
        day,
    from days
    where not is_marking_warmups
),

credible as (
    select
        logged.lifter,
        logged.exercise_id,
        logged.day,
        logged.load_kg,
        logged.ordinal,
        coalesce(logged.size_kg <= set_limits.limit_kg, true) as is_credible,
    from logged
    semi join unmarked_days using (lifter, day)
    inner join set_limits using (lifter, exercise_id, day)
    anti join twins using (lifter, day, exercise_id, app)
),

tops as (
    select
        lifter,
        exercise_id,
        day,
        max(load_kg) filter (where is_credible) as top_load_kg,
        min_by(ordinal, (-load_kg, ordinal)) filter (where is_credible) as top_ordinal,
    from credible
    group by lifter, exercise_id, day
)

select * from tops
