-- grain: lifter, exercise_id, style (as now, and the plan advised under the style it begins with), horizon of a full
-- build: forecasts not kept yet
--
-- Kept is the forecast of the best estimated 1RM of four weeks, which the log will show, and what made it. A lift whose
-- last forecast kept is of less than $apart days before this one's cutoff is left out.
with said as (
    select lifter, exercise_id, style, cutoff, horizon_weeks, best_kg, best_q10, best_q50, best_q90,
    from forecasts
    where style = 'as_now'
    union all by name
    select
        plan_forecasts.lifter, plan_forecasts.exercise_id, recommendations.style, plan_forecasts.cutoff,
        plan_forecasts.horizon_weeks, plan_forecasts.best_kg, plan_forecasts.best_q10, plan_forecasts.best_q50,
        plan_forecasts.best_q90,
    from plan_forecasts
    inner join recommendations on plan_forecasts.lifter = recommendations.lifter
    where recommendations.style <> 'as_now'
),

to_keep as (
    select
        said.lifter,
        said.exercise_id,
        said.style,
        coalesce(recommendations.style, 'as_now') as advised,
        said.cutoff,
        said.horizon_weeks::integer as horizon_weeks,
        said.best_kg,
        said.best_q10 as q10,
        said.best_q50 as q50,
        said.best_q90 as q90,
        $build as given_by,
        builds_meta.model_version,
        home_calibration.stretch,
    from said
    cross join builds_meta
    left join home_calibration on said.horizon_weeks = home_calibration.horizon_weeks
    left join recommendations on said.lifter = recommendations.lifter
    left join kept_forecasts
        on said.lifter = kept_forecasts.lifter and said.exercise_id = kept_forecasts.exercise_id
    where coalesce(said.cutoff - kept_forecasts.cutoff >= $apart, true)
)

select *
from to_keep
order by lifter, exercise_id, style, horizon_weeks
