-- Grain: one row per record of one export, whatever became of it.
-- Takes `typed` (see typed.py). A rest of under 5 s or over 20 min is none.
-- `set_key`: by which a set is known again, by itself or within its workout and exercise.
-- A stated reason goes before every problem: a rest timer with an odd number in it is still no set.
with

figured as (
    select
        *,
        coalesce(not_set_reason, marked_reason) as stated_reason,
        coalesce(reps > 0 or seconds > 0 or distance > 0, false)
        or coalesce(reps = 0 and load <> 0, false) as is_done,
        coalesce(reps > 0 or load <> 0, false) as is_lifted,
        coalesce(
            load_problem, reps_problem, rir_problem, rpe_problem, seconds_problem, distance_problem,
            is_warmup_problem, multiplier_problem, body_weight_problem,
            case when load <> 0 then load_unit_problem end,
            case when distance <> 0 then metres_problem end,
            case when body_weight <> 0 then body_weight_unit_problem end
        ) as figure_problem,
    from typed
),

judged as (
    select
        *,
        case
            when problem is not null then problem
            when stated_reason is not null then null
            when exercise is null and not is_done and figure_problem is null then null
            when has_date is null then 'date is missing'
            when day_problem is not null then day_problem
            when exercise is null then 'exercise is missing'
            when figure_problem is not null then figure_problem
            when unknown_marker is not null and is_lifted
                then 'set type is not known: found ''' || unknown_marker || ''''
        end as rejection,
        case
            when stated_reason is not null then stated_reason
            when unknown_marker is not null then 'marked ''' || unknown_marker || ''''
            when not is_done then 'empty'
        end as omission,
    from figured
),

landed as (
    select
        lifter,
        app,
        layout,
        sha256,
        line,
        ordinal,
        case when rejection is not null then 'rejected' when omission is not null then 'not_set' else 'set' end
            as disposition,
        coalesce(rejection, omission) as reason,
        case when rejection is not null then raw end as raw,
        started_at,
        day,
        workout,
        exercise as exported_name,
        case
            when coalesce(rejection, omission) is null
                then case when is_warmup then 'warmup' else coalesce(marked_kind, 'working') end
        end as set_kind,
        load as load_value,
        load_unit,
        load_includes_body_weight,
        coalesce(multiplier, 1) as multiplier,
        reps,
        rir,
        case when rpe > 0 and rpe <= 10 then rpe end as rpe,
        seconds,
        distance * metres as distance_m,
        case when rest_s between 5 and 1200 then rest_s end as rest_s,
        body_weight * case body_weight_unit when 'kg' then 1 when 'lb' then getvariable('kg_per_lb') end
            as body_weight_kg,
        case when set_id is not null then 'id ' || set_id when set_number is not null then 'no ' || set_number end
            as set_key,
    from judged
)

select * from landed
