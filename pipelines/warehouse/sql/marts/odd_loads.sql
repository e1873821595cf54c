-- grain: lifter, exercise_id whose loads cannot be what the log says, until the lifter has said what they are
-- Beyond what anybody of that sex and body weight may be believed to lift (most_lifted.py), far beyond what the
-- lifter's other lifts allow, or added loads near the body weight and hardly ever less; the first and last never where
-- the other lifts bear it out. Without a sex the limits of men count, without a body weight those of the heaviest. The
-- set told of has the level judged; its 1RM (Epley) is told as logged, as the whole load, taken off, and in lb.
with judged as (
    select
        levels.*,
        tops.top_kg,
        coalesce(level_kg > getvariable('borne_out') * expected_kg, true) as is_not_borne_out,
        case
            when
                is_near_body_weight and is_not_borne_out
                and (pattern in ('core', 'elbow_extension') or pattern ~ '(horizontal|vertical)_pu.*')
                then 'body weight'
            when level_kg > top_kg and is_not_borne_out then 'anybody'
            when levels.load_kind = 'bodyweight' and level_kg > getvariable('far_above_by_body') * expected_kg
                then 'other lifts'
            when
                level_kg > getvariable('far_above') * expected_kg and level_kg > getvariable('strong_part') * top_kg
                and equipment <> 'dumbbell' and ratio_lifters >= getvariable('well_known_lifters')
                and spread_log <= getvariable('well_known_spread_log')
                then 'other lifts'
        end as beyond,
    from lift_levels as levels
    inner join profiles using (lifter)
    asof left join most_lifted as tops
        on
            levels.exercise_id = tops.exercise_id
            and coalesce(profiles.sex, 'M') = tops.sex
            and coalesce(levels.body_weight_kg, 1000) >= tops.bodyweight_from_kg
),

said as (
    select
        lifter,
        exercise_id,
        min(exported_name) as exported_name,
        bool_or(reading is not null) as is_stated,
    from names
    group by lifter, exercise_id
),

asked as (
    select
        judged.*,
        said.exported_name,
        getvariable('held_part') * level_kg as held_from_kg,
        if(load_kind = 'external' and not is_lb, level_kg * getvariable('kg_per_lb'), null) as lb_kg,
    from judged
    inner join said using (lifter, exercise_id)
    where judged.beyond is not null and not said.is_stated
),

held as (
    select
        asked.lifter,
        asked.exercise_id,
        sum(bests.loaded_sets)::bigint as sets,
        count(*) as days,
        max_by(bests.load_kg, bests.day) filter (where bests.loaded_best_kg = asked.level_kg) as load_kg,
        max_by(bests.reps, bests.day) filter (where bests.loaded_best_kg = asked.level_kg) as reps,
    from asked
    inner join day_bests as bests using (lifter, exercise_id)
    where bests.loaded_best_kg >= asked.held_from_kg
    group by asked.lifter, asked.exercise_id
)

select
    held.*,
    asked.exported_name,
    asked.load_kind,
    asked.beyond,
    asked.body_weight_kg,
    asked.top_kg,
    asked.expected_kg,
    asked.other_lifts,
    asked.held_from_kg,
    asked.level_kg as one_rm_kg,
    if(asked.body_share_kg > 0, epley(held.load_kg, held.reps), null) as total_kg,
    if(asked.body_share_kg > held.load_kg, epley(asked.body_share_kg - held.load_kg, held.reps), null) as assisted_kg,
    asked.lb_kg,
from held
inner join asked using (lifter, exercise_id)
