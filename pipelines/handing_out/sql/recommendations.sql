-- grain: lifter; `blocks` of the plan wait for their words
select
    lifter,
    goal,
    style,
    plan as blocks,
    p_best,
    (expected ->> '$.plan_weeks')::bigint as plan_weeks,
    (expected ->> '$.plan.strength_pct.q10')::double as strength_q10_pct,
    (expected ->> '$.plan.strength_pct.q50')::double as strength_q50_pct,
    (expected ->> '$.plan.strength_pct.q90')::double as strength_q90_pct,
    (expected ->> '$.plan.size_pct.q10')::double as size_q10_pct,
    (expected ->> '$.plan.size_pct.q50')::double as size_q50_pct,
    (expected ->> '$.plan.size_pct.q90')::double as size_q90_pct,
    (expected ->> '$.is_clear')::boolean as is_clear,
    expected ->> '$.milestone.exercise_id' as milestone_exercise_id,
    (expected ->> '$.milestone.load_kg')::double as milestone_load_kg,
    (expected ->> '$.milestone.even_weeks')::double as milestone_even_weeks,
    array_to_string(reasons ->> '$[*].text', ' ') as text,
from recommendations
where lifter in (select unnest($lifters))
order by lifter
