-- grain: lifter, exercise_id, style (as now and the one advised), horizon of a full build: forecasts not kept yet
--
-- Kept is the forecast of the best estimated 1RM of four weeks, which the log will show. A lift whose last forecast
-- kept is of less than $apart days before this one's cutoff is left out.
with to_keep as (
    select
        forecasts.lifter,
        forecasts.exercise_id,
        forecasts.style,
        coalesce(recommendations.style, 'as_now') as advised,
        forecasts.cutoff,
        forecasts.horizon_weeks::integer as horizon_weeks,
        forecasts.best_kg,
        forecasts.best_q10 as q10,
        forecasts.best_q50 as q50,
        forecasts.best_q90 as q90,
        $build as given_by,
    from forecasts
    left join recommendations on forecasts.lifter = recommendations.lifter
    left join kept_forecasts
        on forecasts.lifter = kept_forecasts.lifter and forecasts.exercise_id = kept_forecasts.exercise_id
    where
        forecasts.style in ('as_now', coalesce(recommendations.style, 'as_now'))
        and coalesce(forecasts.cutoff - kept_forecasts.cutoff >= $apart, true)
)

select *
from to_keep
order by lifter, exercise_id, style, horizon_weeks
