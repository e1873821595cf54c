-- grain: lifter, exercise_id, cutoff, horizon of forecasts given whose weeks are over: how they fared
--
-- What was reached is the best of the 28 days around the horizon, two training days at least, as the forecast means it.
-- Advice counts as followed where most weeks since were of the style advised; as now and one's own week adjusted, of
-- the style of the weeks before.
-- The forecast held against it is the one under the style followed, else as now.
with
due as (
    select given.*
    from read_parquet($given, union_by_name = true) as given
    inner join lifters on given.lifter = lifters.lifter
    where
        given.cutoff + 7 * given.horizon_weeks + 13 <= lifters.last_day
        and given.cutoff > lifters.last_day - $days
),

spans as (
    select distinct lifter, cutoff, horizon_weeks
    from due
),

shared_days as (
    select
        spans.lifter, spans.cutoff, spans.horizon_weeks, training_blocks.style,
        least(training_blocks.last_day, spans.cutoff + 7 * spans.horizon_weeks) as last_day,
        greatest(training_blocks.first_day, spans.cutoff) as first_day,
        least(training_blocks.last_day, spans.cutoff)
        - greatest(training_blocks.first_day, spans.cutoff - 42) as days_before,
    from spans
    inner join training_blocks on spans.lifter = training_blocks.lifter
),

styles as (
    select
        lifter, cutoff, horizon_weeks, style,
        sum(greatest(0, last_day - first_day)) as days_after,
        sum(greatest(0, days_before)) as days_before,
    from shared_days
    group by lifter, cutoff, horizon_weeks, style
),

trained as (
    select
        lifter, cutoff, horizon_weeks,
        max_by(style, days_after) filter (where days_after > 0) as trained,
        max_by(style, days_before) filter (where days_before > 0) as trained_before,
    from styles
    group by lifter, cutoff, horizon_weeks
),

judged as (
    select
        due.*,
        trained.trained,
        trained.trained = if(due.advised in ('as_now', 'adjusted'), trained.trained_before, due.advised) as is_followed,
    from due
    left join trained
        on
            due.lifter = trained.lifter and due.cutoff = trained.cutoff
            and due.horizon_weeks = trained.horizon_weeks
),

reached as (
    select
        judged.*,
        exp(max(lift_days.log_epley)) as reached_kg,
    from judged
    inner join lift_days
        on
            judged.lifter = lift_days.lifter and judged.exercise_id = lift_days.exercise_id and lift_days.is_kept
            and lift_days.day between judged.cutoff + 7 * judged.horizon_weeks - 13
            and judged.cutoff + 7 * judged.horizon_weeks + 14
    where judged.style = if(coalesce(judged.is_followed, false), judged.advised, 'as_now')
    group by all
    having count(*) >= 2
)

select *, reached_kg between q10 and q90 as is_inside,
from reached
