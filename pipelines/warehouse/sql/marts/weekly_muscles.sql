-- grain: lifter, muscle, week (its Monday); a set counts 1 for a muscle worked directly, 0.5 indirectly
-- Shares are of fractional sets with reps: see `zone_of`.
with credited as (
    select
        weekly_lifts.*,
        exercise_muscles.muscle,
        exercise_muscles.credit,
    from weekly_lifts
    inner join exercise_muscles on weekly_lifts.exercise_id = exercise_muscles.exercise_id
),

summed as (
    select
        lifter,
        muscle,
        week,
        sum(credit * working_sets) as fractional_sets,
        sum(credit * hard_sets) as hard_sets,
        sum(try_cast(credit * tonnage_kg as decimal(38, 6)))::double as tonnage_kg,
        sum(credit * heavy_sets) as heavy,
        sum(credit * moderate_sets) as moderate,
        sum(credit * light_sets) as light,
    from credited
    group by lifter, muscle, week
),

shared as (
    select
        lifter,
        muscle,
        week,
        fractional_sets,
        hard_sets,
        tonnage_kg,
        heavy / nullif(heavy + moderate + light, 0) as heavy_share,
        moderate / nullif(heavy + moderate + light, 0) as moderate_share,
        light / nullif(heavy + moderate + light, 0) as light_share,
    from summed
)

select * from shared
