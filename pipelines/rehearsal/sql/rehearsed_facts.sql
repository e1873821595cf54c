-- grain: file content (sha256), lifter: what of its records deserves a word before it is ingested
-- Records that are the same in all that is known of them are different sets, and all are kept.
with
whole as (
    select
        sha256,
        lifter,
        count(*) filter (where disposition = 'set') as sets,
        count(*) filter (where disposition = 'set' and set_kind = 'warmup') as warmups,
        count(*) filter (where disposition = 'set' and started_at is null) as without_clock,
        count(*) filter (where disposition = 'set' and load_includes_body_weight and load_value > 0)
            as with_body_weight,
        count(*) filter (where disposition = 'set' and load_value < 0) as below_zero,
        count(*) filter (where disposition = 'set' and multiplier > 1) as per_hand,
        count(*) filter (
            where disposition = 'set'
            and reps = 0
            and load_value <> 0
            and not coalesce(seconds > 0 or distance_m > 0, false)
        ) as failed,
        count(*) filter (where disposition = 'set' and reps > 60) as many_reps,
        count(*) filter (where disposition = 'set' and day > current_date + 1) as ahead,
    from landed
    group by sha256, lifter
),

alike as (
    select
        sha256,
        lifter,
        count(*) as sets_alike,
    from landed
    where disposition = 'set'
    group by
        sha256,
        lifter,
        day,
        started_at,
        workout,
        exported_name,
        set_kind,
        load_value,
        load_unit,
        reps,
        rir,
        rpe,
        seconds,
        distance_m
    having count(*) > 1
),

repeated as (
    select
        sha256,
        lifter,
        sum(sets_alike)::bigint as repeated,
    from alike
    group by sha256, lifter
),

facts as (
    select
        whole.*,
        coalesce(repeated.repeated, 0) as repeated,
    from whole
    left join repeated using (sha256, lifter)
)

select * from facts
