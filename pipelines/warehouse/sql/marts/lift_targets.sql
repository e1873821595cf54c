-- lift_targets: one row per lifter, exercise, grid cutoff and horizon (weeks) that the backtest protocol scores.
--
-- y = ln(best of the 28 days around cutoff + horizon) - ln(best of the 28 days up to the cutoff). Looks ahead, as a
-- target must; no feature may be made from it.
with
scorable as (
    select lifter, exercise_id
    from lift_days
    where is_kept
    group by lifter, exercise_id
    having count(*) >= 16 and max(day_number) - min(day_number) >= 120
),

events as (
    select lifter, exercise_id, day_number, log_epley, null::date as cutoff
    from lift_days
    inner join scorable using (lifter, exercise_id)
    where is_kept
    union all
    select lifter, exercise_id, day_number, null, cutoff
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

horizons as (
    select lifter, exercise_id, cutoff, 4 as horizon_weeks, best_4 - now as y, days_4 as days from windows
    union all
    select lifter, exercise_id, cutoff, 8, best_8 - now, days_8 from windows
    union all
    select lifter, exercise_id, cutoff, 12, best_12 - now, days_12 from windows
    union all
    select lifter, exercise_id, cutoff, 26, best_26 - now, days_26 from windows
),

final as (
    select lifter, exercise_id, cutoff, horizon_weeks, y
    from horizons
    where cutoff is not null and days >= 2 and abs(y) <= 0.6
)

select * from final
