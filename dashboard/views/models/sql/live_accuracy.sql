-- one row per rolling window, of the model version in force: how forecasts given fared, all horizons together
select
    live_accuracy.weeks,
    sum(live_accuracy.forecasts)::bigint as forecasts,
    max(live_accuracy.lifters) as lifters,
    sum(live_accuracy.coverage80 * live_accuracy.forecasts) / sum(live_accuracy.forecasts) as coverage80,
    sum(live_accuracy.skill * live_accuracy.forecasts) / sum(live_accuracy.forecasts) as skill,
from live_accuracy
inner join builds_meta on live_accuracy.model_version = builds_meta.model_version
group by live_accuracy.weeks
order by live_accuracy.weeks
