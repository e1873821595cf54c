-- grain: lifter, exercise_id with loaded sets of 1-12 reps: what a quarter of its days reach, and how its loads lie
-- Of a lift logged near the own body weight and next to nothing on the way there, the level is that of such days.
with counted as (
    select
        lifter,
        exercise_id,
        max_by(load_kind, day) as load_kind,
        max_by(body_weight_kg, day) as body_weight_kg,
        max_by(body_share_kg, day) as body_share_kg,
        bool_or(is_lb) as is_lb,
        sum(loaded_sets)::bigint as sets,
        count(*) as days,
        sum(near_sets) as near_sets,
        sum(between_sets) as between_sets,
        quantile_disc(loaded_best_kg, 0.75) as usual_level_kg,
        quantile_disc(loaded_best_kg, 0.75) filter (where near_sets > 0) as near_level_kg,
    from day_bests
    where loaded_best_kg > 0
    group by lifter, exercise_id
),

lifts as (
    select
        * exclude (near_sets, between_sets, usual_level_kg, near_level_kg),
        coalesce(
            load_kind = 'bodyweight' and near_sets >= getvariable('least_near_sets')
            and between_sets <= getvariable('most_between') * near_sets, false
        ) as is_near_body_weight,
        if(is_near_body_weight, near_level_kg, usual_level_kg) as level_kg,
    from counted
),

own_levels as (
    select
        lifts.lifter,
        median(ln(lifts.level_kg / lift_ratios.ratio)) as log_level,
        count(*) as lifts,
    from lifts
    inner join lift_ratios using (exercise_id)
    where lifts.load_kind = 'external'
    group by lifts.lifter
),

described as (
    select
        lifts.*,
        catalogue.pattern,
        catalogue.equipment,
        lift_ratios.lifters as ratio_lifters,
        lift_ratios.spread_log,
        own_levels.lifts as other_lifts,
        if(own_levels.lifts >= getvariable('least_other_lifts'), exp(own_levels.log_level) * lift_ratios.ratio, null)
            as expected_kg,
    from lifts
    left join catalogue using (exercise_id)
    left join lift_ratios using (exercise_id)
    left join own_levels using (lifter)
)

select * from described
