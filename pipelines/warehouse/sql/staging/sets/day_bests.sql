-- grain: lifter, exercise_id, day with loaded reps: its working sets by size (see logged.sql)
-- `loaded_best_kg` is the best of the sets that a 1RM is estimated from and that something hung from or was lifted in.
-- A set is near when what was logged as added is near the body weight, between when it is below, yet no small load.
with working as (
    select
        logged.*,
        reps <= 12 and load_kg > 0 as is_loaded,
        load_kg / body_weight_kg as added_share,
    from logged
    anti join twins using (lifter, day, exercise_id, app)
    where reps > 0 and size_kg > 0 and set_kind <> 'warmup'
),

bests as (
    select
        lifter,
        exercise_id,
        day,
        max(size_kg) as best_kg,
        quantile_disc(size_kg, 0.5) as middle_kg,
        count(*) as count_sets,
        max(size_kg) filter (where is_loaded) as loaded_best_kg,
        max_by(load_kg, size_kg) filter (where is_loaded) as load_kg,
        max_by(reps, size_kg) filter (where is_loaded) as reps,
        count(*) filter (where is_loaded) as loaded_sets,
        count(*) filter (where added_share >= getvariable('near_body_weight')) as near_sets,
        count(*) filter (
            where added_share >= getvariable('light_added') and added_share < getvariable('near_body_weight')
        ) as between_sets,
        any_value(load_kind) as load_kind,
        any_value(body_weight_kg) as body_weight_kg,
        any_value(body_share_kg) as body_share_kg,
        bool_or(is_lb) as is_lb,
    from working
    group by lifter, exercise_id, day
)

select * from bests
