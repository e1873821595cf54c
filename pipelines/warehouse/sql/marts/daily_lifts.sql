-- grain: lifter, exercise_id, day; working sets only (all but warm-ups), suspect sets left out
-- `epley_kg` is the scoring estimate of the backtest protocol: Epley's 1RM, the load itself for a
-- single, 1-12 reps, effort ignored. `mean_share` is the mean effective load over the best 1RM of the last 8 weeks
-- up to the day. A set is hard at 4 or fewer reps in reserve, or when effort was not logged. Decimals are added up,
-- for the last digits of a sum of floats depend on the order of its rows, and rows have none.
with working as (
    select
        *,
        reps_in_reserve(rir, rpe) as reps_in_reserve,
        try_cast(effective_load_kg as decimal(18, 6)) as exact_load_kg,
        try_cast(effective_load_kg * reps * coalesce(multiplier, 1) as decimal(18, 6)) as exact_tonnage_kg,
    from sets
    where set_kind <> 'warmup' and not is_suspect
),

daily as (
    select
        lifter,
        exercise_id,
        day,
        count(*) as working_sets,
        sum(reps) as reps_total,
        avg(reps) filter (where reps > 0) as mean_reps,
        max(load_kg) as top_load_kg,
        max_by(reps, load_kg + reps / 10000) as top_reps,
        max(one_rm_kg) as one_rm_kg,
        max_by(one_rm_se, one_rm_kg) as one_rm_se,
        max(if(reps = 1, effective_load_kg, epley(effective_load_kg, reps))) filter (
            where reps between 1 and 12 and effective_load_kg > 0
        ) as epley_kg,
        avg(exact_load_kg) filter (where reps > 0) as mean_load_kg,
        count(*) filter (where reps > 0 and zone_of(reps) = 'heavy') as heavy_sets,
        count(*) filter (where reps > 0 and zone_of(reps) = 'moderate') as moderate_sets,
        count(*) filter (where reps > 0 and zone_of(reps) = 'light') as light_sets,
        count(*) filter (where coalesce(reps_in_reserve <= 4, true)) as hard_sets,
        sum(exact_tonnage_kg)::double as tonnage_kg,
    from working
    group by lifter, exercise_id, day
),

compared as (
    select
        *,
        mean_load_kg / max(one_rm_kg) over (
            partition by lifter, exercise_id order by day
            range between interval 55 days preceding and current row
        ) as share,
    from daily
),

shared as (
    select
        * exclude (mean_load_kg, share),
        case when share <= 1.05 then least(share, 1) end as mean_share,
    from compared
)

select * from shared
