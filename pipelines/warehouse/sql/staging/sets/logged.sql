-- grain: logged set that no other export of the same app replaces; loads in kg, exercises resolved
-- `size_kg`, Epley's 1RM whatever the reps, serves only to find typing errors, in the load as well as in the
-- reps.
with sets_landed as (
    select landed.*
    from landed
    anti join superseded_sets using (lifter, sha256, ordinal)
    where landed.disposition = 'set'
),

in_kg as (
    select
        landed.lifter,
        landed.day,
        landed.started_at,
        landed.workout,
        landed.app,
        landed.sha256,
        landed.line,
        landed.ordinal,
        names.exercise_id,
        landed.exported_name,
        landed.set_kind,
        case coalesce(if(names.reading in ('kg', 'lb'), names.reading, null), landed.load_unit)
            when 'kg' then 1
            when 'lb' then getvariable('kg_per_lb')
            else coalesce(odd.kg_per_unstated, days.kg_per_unstated)
        end as kg_per_unit,
        landed.load_value * kg_per_unit as logged_kg,
        kg_per_unit < 1 as is_lb,
        coalesce(names.reading = 'total' and logged_kg > 0, false) as is_total,
        is_total
        or coalesce(landed.load_includes_body_weight and names.load_kind_read = 'bodyweight' and logged_kg >= 30, false)
            as is_whole_load,
        landed.multiplier,
        landed.reps,
        reps_in_reserve(landed.rir, landed.rpe) as reps_in_reserve,
        landed.rir,
        landed.rpe,
        landed.seconds,
        landed.distance_m,
        landed.rest_s,
        names.load_kind_read as load_kind,
        names.family,
        days.body_weight_kg,
        days.body_weight_kg * names.body_weight_share as body_share_kg,
        days.is_marking_warmups,
    from sets_landed as landed
    inner join days
        on landed.lifter = days.lifter and landed.sha256 = days.sha256 and landed.day = days.day
    inner join names
        on
            landed.lifter = names.lifter
            and landed.app = names.app
            and landed.exported_name = names.exported_name
    left join staging.exercise_units as odd
        on landed.lifter = odd.lifter and landed.sha256 = odd.sha256 and landed.exported_name = odd.exported_name
),

added as (
    select
        * exclude (logged_kg, kg_per_unit),
        case
            when not is_whole_load then logged_kg
            when body_weight_kg is not null then greatest(round(logged_kg - body_weight_kg, 3), 0)
        end as load_kg,
        case
            when load_kind = 'external' then if(logged_kg >= 0, logged_kg, null)
            when is_total then logged_kg
            when is_whole_load then coalesce(body_share_kg + load_kg, logged_kg)
            when body_share_kg is null then null
            when load_kind = 'assisted' then greatest(body_share_kg - abs(coalesce(logged_kg, 0)), 0)
            else body_share_kg + coalesce(logged_kg, 0)
        end as lifted_kg,
        if(lifted_kg >= 0, lifted_kg, null) as effective_load_kg,
        epley(effective_load_kg, reps) as size_kg,
    from in_kg
)

select * from added
