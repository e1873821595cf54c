-- grain: lifter, exercise_id, week (its Monday); decimals are added up, for rows stand in no order
with weekly as (
    select
        lifter,
        exercise_id,
        date_trunc('week', day)::date as week,
        count(*) as days,
        sum(working_sets)::bigint as working_sets,
        sum(reps_total) as reps_total,
        sum(reps_total) / nullif(sum(round(reps_total / mean_reps)), 0) as mean_reps,
        max(top_load_kg) as top_load_kg,
        max_by(top_reps, top_load_kg + top_reps / 10000) as top_reps,
        max(one_rm_kg) as one_rm_kg,
        max_by(one_rm_se, one_rm_kg) as one_rm_se,
        max(epley_kg) as epley_kg,
        sum(try_cast(mean_share * working_sets as decimal(38, 9)))
        / sum(working_sets) filter (where mean_share is not null) as mean_share,
        sum(heavy_sets)::bigint as heavy_sets,
        sum(moderate_sets)::bigint as moderate_sets,
        sum(light_sets)::bigint as light_sets,
        sum(hard_sets)::bigint as hard_sets,
        sum(try_cast(tonnage_kg as decimal(38, 6)))::double as tonnage_kg,
    from daily_lifts
    group by lifter, exercise_id, date_trunc('week', day)
)

select * from weekly
