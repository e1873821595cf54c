-- grain: lifter, exercise_id, day: the heaviest credible load, and where in the file it was first lifted
with credible as (
    select
        logged.lifter,
        logged.exercise_id,
        logged.day,
        logged.load_kg,
        logged.ordinal,
        set_limits.limit_kg,
        coalesce(logged.size_kg <= set_limits.limit_kg, true) as is_credible,
    from logged
    inner join set_limits using (lifter, exercise_id, day)
    anti join twins using (lifter, day, exercise_id, app)
),

tops as (
    select
        lifter,
        exercise_id,
        day,
        any_value(limit_kg) as limit_kg,
        max(load_kg) filter (where is_credible) as top_load_kg,
        min_by(ordinal, (-load_kg, ordinal)) filter (where is_credible) as top_ordinal,
    from credible
    group by lifter, exercise_id, day
)

select * from tops
