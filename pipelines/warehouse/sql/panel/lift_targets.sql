-- lift_targets: one row per lifter, exercise, grid cutoff and horizon (weeks) that the backtest protocol scores.
--
-- y = ln(best of the 28 days around cutoff + horizon) - ln(best of the 28 days up to the cutoff). Looks ahead, as a
-- target must; no feature may be made from it. `seen` is the same as it could be told on `known_on`, when its weeks
-- were just over and the series long enough to be scored: spikes are told by the days before them alone.
with
scorable as (
    select
        lifter,
        exercise_id,
        greatest(min(day_number) + 120, list(day_number order by day_number)[16])::integer as scored_from,
    from lift_days
    where is_kept
    group by lifter, exercise_id
    having count(*) >= 16 and max(day_number) - min(day_number) >= 120
),

days as (
    select
        lifter,
        exercise_id,
        day_number,
        if(is_kept, log_epley, null) as log_kept,
        log_one_rm as log_seen,
    from lift_days
),

events as (
    select *
    from days
    semi join scorable using (lifter, exercise_id)
    union all by name
    select * exclude (is_grid, is_serving)
    from lift_cutoffs
    semi join scorable using (lifter, exercise_id)
    where is_grid
),

ahead as (
    select
        *,
        max(log_kept) over (series range between 27 preceding and current row) as now,
        max(log_seen) over (series range between 27 preceding and current row) as now_seen,
        [max(log_kept) over in_4, max(log_kept) over in_8, max(log_kept) over in_12, max(log_kept) over in_26] as best,
        [max(log_seen) over in_4, max(log_seen) over in_8, max(log_seen) over in_12, max(log_seen) over in_26]
            as best_seen,
        [count(log_kept) over in_4, count(log_kept) over in_8, count(log_kept) over in_12, count(log_kept) over in_26]
            as days,
    from events
    window
        series as (partition by lifter, exercise_id order by day_number),
        in_4 as (partition by lifter, exercise_id order by day_number range between 15 following and 42 following),
        in_8 as (partition by lifter, exercise_id order by day_number range between 43 following and 70 following),
        in_12 as (partition by lifter, exercise_id order by day_number range between 71 following and 98 following),
        in_26 as (partition by lifter, exercise_id order by day_number range between 169 following and 196 following)
),

targets as (
    select
        * exclude (best, best_seen, days),
        unnest([4, 8, 12, 26]) as horizon_weeks,
        unnest(best) - now as y,
        unnest(best_seen) - now_seen as seen,
        unnest(days) as days,
    from ahead
    where cutoff is not null
),

final as (
    select
        lifter, exercise_id, cutoff, horizon_weeks, y, seen,
        greatest(cutoff + 7 * horizon_weeks + 14, date '1970-01-01' + scored_from) as known_on,
    from targets
    inner join scorable using (lifter, exercise_id)
    where days >= 2 and abs(y) <= 0.6
)

select *
from final
