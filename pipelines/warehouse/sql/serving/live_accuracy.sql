-- grain: model_version, horizon_weeks, weeks (rolling, up to the last day on which an outcome became known): how
-- forecasts given as now or under the style followed fared, lifters alike
--
-- Skill is 1 less the pinball loss over that of no change, of the three quantiles kept (q10, q50, q90).
with
windows as (
    select unnest([8, 26]) as weeks
),

known as (
    select
        lifter, horizon_weeks, model_version, is_inside,
        cutoff + (7 * horizon_weeks + 14)::integer as known_on,
        ln(reached_kg / best_kg) as y,
        ln(q10 / best_kg) as y10,
        ln(q50 / best_kg) as y50,
        ln(q90 / best_kg) as y90,
    from looking_back
    where model_version is not null and q10 > 0 and reached_kg > 0
),

scored as (
    select
        known.*,
        pinball(y, y10, 0.1) + pinball(y, y50, 0.5) + pinball(y, y90, 0.9) as loss,
        pinball(y, q10, 0.1) + pinball(y, q50, 0.5) + pinball(y, q90, 0.9) as loss_no_change,
        max(known_on) over () as newest,
    from known
    inner join no_change using (horizon_weeks)
),

by_lifter as (
    select
        model_version, horizon_weeks, weeks, lifter,
        count(*) as forecasts,
        avg(loss) as loss,
        avg(loss_no_change) as loss_no_change,
        avg(is_inside::integer) as coverage80,
        min(known_on) as first_known,
        max(known_on) as last_known,
    from scored
    cross join windows
    where known_on > newest - 7 * weeks
    group by model_version, horizon_weeks, weeks, lifter
),

final as (
    select
        model_version, horizon_weeks, weeks,
        sum(forecasts)::bigint as forecasts,
        count(*) as lifters,
        1 - avg(loss) / nullif(avg(loss_no_change), 0) as skill,
        avg(coverage80) as coverage80,
        min(first_known) as first_known,
        max(last_known) as last_known,
    from by_lifter
    group by model_version, horizon_weeks, weeks
)

select *
from final
order by model_version, horizon_weeks, weeks
