-- grain: import (lifter, sha256): the unit of its loads, how it is known, and the unit its lifter thinks in
-- `lb_score` adds up the evidence: above 0 the numbers look like lb, and within 1 of 0 they leave it open. The
-- weights were set so that every one of some 40 public exports that state their unit comes out right, however it
-- was split.
with known as (
    select
        loads.lifter,
        loads.sha256,
        loads.load_value > 0 as is_load,
        loads.load_unit,
        coalesce(loads.load_unit, stated_units.unit) as unit,
    from loads
    left join stated_units using (lifter, sha256, exported_name)
),

stated as (
    select
        lifter,
        sha256,
        string_agg(distinct load_unit, '+' order by load_unit) filter (where is_load) as units,
        mode(unit) filter (where is_load) as usual_unit,
        count(*) filter (where is_load and unit is null) as count_unstated,
        count(*) filter (where is_load and load_unit is null) as count_not_in_file,
        count(*) filter (where is_load) as count_loads,
    from known
    group by lifter, sha256
),

scored as (
    select
        *,
        8 * fives_share - 30 * least(halves_share, 0.15)
        + coalesce(8 * (0.2 - least(off_fives_share, 0.7)) * dumbbell_trust, 0)
        + 4 * bar_size + 3 * dumbbell_size
        + 12 * (were_kg_share - were_lb_share) as lb_score,
    from unit_evidence
),

decided as (
    select
        stated.lifter,
        stated.sha256,
        case
            when stated.count_unstated = 0 then null
            else coalesce(profiles.unit, case when scored.lb_score > 0 then 'lb' else 'kg' end)
        end as inferred_unit,
        case
            when stated.count_loads = 0 then 'no loads'
            when stated.count_not_in_file = 0 then 'file'
            when stated.count_unstated = 0 or profiles.unit is not null then 'profile'
            when scored.lb_score is null then 'assumed: no bar or dumbbell loads to judge by'
            when abs(scored.lb_score) < 1 then 'assumed: plates and size of the loads leave it open'
            when scored.were_kg_share > 0.5 then 'inferred: loads are kg plates converted'
            when scored.were_lb_share > 0.5 then 'inferred: loads are lb plates converted'
            else 'inferred: plates and size of the loads'
        end as unit_source,
        stated.units as stated_units,
        case
            when scored.were_kg_share > 0.5 then 'kg'
            when scored.were_lb_share > 0.5 then 'lb'
            else coalesce(stated.usual_unit, inferred_unit)
        end as native_unit,
        scored.lb_score,
    from stated
    left join profiles on stated.lifter = profiles.lifter
    left join scored on stated.lifter = scored.lifter and stated.sha256 = scored.sha256
)

select * from decided
