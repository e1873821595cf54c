-- grain: logged set kept (lifter, sha256, ordinal)
-- `is_suspect`: taken for a typing error (see set_limits.sql), or beyond what anybody lifts: kept, but in no
-- estimate and no summary. Warm-ups, where the export marks none: a set before the day's first top set of the
-- exercise, at no more than 0.6 of its load. One estimate of 1RM per set from its reps and reps in reserve, by
-- `rep_max_shares`; what a lifter overlooks in rating a reserve is added to it. Loads that cannot be as logged
-- (odd_loads.sql) are no effective load until the lifter says what they are.
with kept as (
    select
        coalesce(logged.load_kg > 0 and limits.best_kg >= odd.held_from_kg, false) as is_odd,
        logged.* replace (if(is_odd, null, logged.effective_load_kg) as effective_load_kg),
        case
            when
                not is_marking_warmups
                and logged.set_kind = 'working'
                and logged.load_kind = 'external'
                and logged.load_kg between 0 and 0.6 * tops.top_load_kg
                and logged.ordinal < tops.top_ordinal
                then 'warmup'
            else logged.set_kind
        end as set_kind_found,
        coalesce(abs(logged.load_kg) > 1000 or logged.reps > 1000 or logged.lifted_kg < 0, false)
        or coalesce(logged.load_kind = 'external' and logged.load_kg < 0, false)
        or coalesce(logged.size_kg > limits.limit_kg, false) as is_suspect,
        coalesce(greatest(reps_in_reserve, 0), 0) as reserve,
        logged.reps + reserve + least(reserve, getvariable('reserve_bias_reps')) as reps_to_failure,
    from logged
    left join set_limits as limits using (lifter, exercise_id, day)
    left join day_tops as tops using (lifter, exercise_id, day)
    left join odd_loads as odd using (lifter, exercise_id)
    anti join twins using (lifter, exercise_id, day, app)
),

estimated as (
    select
        kept.* exclude (
            set_kind, set_kind_found, is_suspect, is_odd, is_whole_load, is_marking_warmups, family, body_share_kg,
            body_weight_kg, reps_in_reserve, reserve, reps_to_failure, size_kg, lifted_kg, effective_load_kg
        ),
        set_kind_found as set_kind,
        is_suspect,
        effective_load_kg,
        case when effective_load_kg > 0 then effective_load_kg / shares.share end as one_rm_kg,
        one_rm_kg * shares.se_log as one_rm_se,
    from kept
    left join rep_max_shares as shares
        on
            kept.family = shares.family
            and shares.reps_to_failure = round(2 * kept.reps_to_failure) / 2
            and kept.reps between 1 and 12
            and kept.set_kind_found <> 'warmup'
            and not kept.is_suspect
)

select
    lifter,
    day,
    started_at,
    workout,
    app,
    sha256,
    line,
    ordinal,
    exercise_id,
    exported_name,
    set_kind,
    load_kg,
    load_kind,
    effective_load_kg,
    multiplier,
    reps,
    rir,
    rpe,
    seconds,
    distance_m,
    rest_s,
    one_rm_kg,
    one_rm_se,
    is_suspect,
from estimated
