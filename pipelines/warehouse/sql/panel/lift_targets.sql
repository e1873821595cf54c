-- lift_targets: one row per lifter, exercise, grid cutoff and horizon (weeks) that the backtest protocol scores.
--
-- y = ln(best of the 28 days around cutoff + horizon) - ln(best of the 28 days up to the cutoff). Looks ahead, as a
-- target must; no feature may be made from it.
with
scorable as (
    select
        lifter,
        exercise_id,
    from lift_days
    where is_kept
    group by lifter, exercise_id
    having count(*) >= 16 and max(day_number) - min(day_number) >= 120
),

events as (
    select
        lifter,
        exercise_id,
        day_number,
        log_epley,
    from lift_days
    inner join scorable using (lifter, exercise_id)
    where is_kept
    union all by name
    select
        lifter,
        exercise_id,
        day_number,
        cutoff,
    from lift_cutoffs
    inner join scorable using (lifter, exercise_id)
    where is_grid
),

windows as (
    select
        *,
        max(log_epley) over (series range between 27 preceding and current row) as now,
        max(log_epley) over (series range between 15 following and 42 following) as best_4,
        count(log_epley) over (series range between 15 following and 42 following) as days_4,
        max(log_epley) over (series range between 43 following and 70 following) as best_8,
        count(log_epley) over (series range between 43 following and 70 following) as days_8,
        max(log_epley) over (series range between 71 following and 98 following) as best_12,
        count(log_epley) over (series range between 71 following and 98 following) as days_12,
        max(log_epley) over (series range between 169 following and 196 following) as best_26,
        count(log_epley) over (series range between 169 following and 196 following) as days_26,
    from events
    window series as (partition by lifter, exercise_id order by day_number)
),

final as (
    select
        lifter,
        exercise_id,
        cutoff,
        unnest([4, 8, 12, 26]) as horizon_weeks,
        unnest([best_4, best_8, best_12, best_26]) - now as y,
        unnest([days_4, days_8, days_12, days_26]) as days,
    from windows
    where cutoff is not null
)

select * exclude (days),
from final
where days >= 2 and abs(y) <= 0.6
