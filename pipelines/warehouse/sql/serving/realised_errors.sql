-- grain: lifter, exercise_id, cutoff, horizon_weeks of forecasts given whose weeks ended in the last year: how far from
-- the median the outcome ended, over how far the 80 % range reached there before the home's calibration stretched it,
-- and which model gave it; of 500 lifters at most, in the order of a digest of their names
with
asked as (
    select distinct lifter
    from looking_back
    order by md5(lifter), lifter
    limit 500
),

ended as (
    select
        lifter,
        horizon_weeks,
        model_version,
        is_inside,
        cutoff + (7 * horizon_weeks + 14)::integer as known_on,
        coalesce(stretch, 1) as stretch,
        ln(reached_kg / q50) as missed,
        if(reached_kg >= q50, ln(q90 / q50), ln(q10 / q50)) as reach,
    from looking_back
    semi join asked using (lifter)
    where q10 > 0 and reached_kg > 0
),

final as (
    select
        lifter,
        horizon_weeks,
        model_version,
        known_on,
        is_inside,
        stretch * missed / nullif(reach, 0) as ratio,
    from ended
    qualify known_on > max(known_on) over () - 365
)

select *
from final
order by known_on, lifter, horizon_weeks, ratio, model_version
