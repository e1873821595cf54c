-- lift_features: one row per lifter, exercise and cutoff: what a forecast may know, windows ending at the cutoff.
--
-- Levels are natural logs relative to `log_now`, the best of the last 28 days (or the last day there was); days are
-- days, slopes are per week.
with
realised as (
    select
        *,
        last_value(log_one_rm ignore nulls) over so_far as latest,
        coalesce(best_28, latest) as log_now,
        best_28 - lag_6 as change_4,
        best_28 - lag_10 as change_8,
        best_28 - lag_14 as change_12,
        best_28 - lag_28 as change_26,
        case when cutoff is null then 1 end as is_day,
        is_day * (best_28 - lag_2) as step,
    from lift_windows
    window so_far as (partition by lifter, exercise_id order by day_number range unbounded preceding)
),

spread as (
    select
        *,
        count(step) over so_far as steps,
        sqrt(avg(step * step) over so_far) as step_rms,
        avg(is_day * change_4) over so_far as mean_change_4,
        avg(is_day * change_8) over so_far as mean_change_8,
        avg(is_day * change_12) over so_far as mean_change_12,
        avg(is_day * change_26) over so_far as mean_change_26,
        sqrt(avg(is_day * change_4 * change_4) over so_far) as rms_change_4,
        sqrt(avg(is_day * change_8 * change_8) over so_far) as rms_change_8,
        sqrt(avg(is_day * change_12 * change_12) over so_far) as rms_change_12,
        sqrt(avg(is_day * change_26 * change_26) over so_far) as rms_change_26,
    from realised
    window so_far as (partition by lifter, exercise_id order by day_number range unbounded preceding)
),

final as (
    select
        s.* exclude (
            log_one_rm, best_28, is_day, step, day_number, first_day_number, last_day_number,
            best_ever_day_number, first_day_of_month, day_before_month, before_28, reps_median_84
        ) replace (
            lag_2 - log_now as lag_2, lag_6 - log_now as lag_6, lag_10 - log_now as lag_10,
            lag_14 - log_now as lag_14, lag_28 - log_now as lag_28, latest - log_now as latest,
            second_28 - log_now as second_28, mean_28 - log_now as mean_28, best_14 - log_now as best_14,
            best_56 - log_now as best_56, best_182 - log_now as best_182,
            median_28 - log_now as median_28, median_84 - log_now as median_84, mean_365 - log_now as mean_365,
            best_84 - log_now as best_84, best_365 - log_now as best_365, best_ever - log_now as best_ever,
            7 * slope_84 as slope_84, 7 * slope_365 as slope_365,
            reps_84 - reps_28 as reps_84, reps_365 - reps_28 as reps_365,
            load_28 - log_now as load_28, load_84 - load_28 as load_84
        ),
        s.day_number - s.first_day_number as span_days,
        s.day_number - s.last_day_number as days_since_last,
        s.day_number - s.best_ever_day_number as days_since_best,
        s.first_day_of_month - s.day_before_month as gap_before_days,
        s.reps_at_best - s.reps_median_84 as reps_from_usual,
        c.is_grid,
        c.is_serving,
        k.* exclude (exercise_id),
        f.* exclude (lifter, cutoff),
        o.* exclude (lifter, exercise_id, cutoff),
    from spread as s
    inner join lift_cutoffs as c using (lifter, exercise_id, cutoff)
    inner join lifter_form as f using (lifter, cutoff)
    inner join other_lifts as o using (lifter, exercise_id, cutoff)
    left join exercise_kinds as k using (exercise_id)
)

select *
from final
