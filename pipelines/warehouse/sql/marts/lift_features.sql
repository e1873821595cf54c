-- lift_features: one row per lifter, exercise and cutoff: what a forecast may know, windows ending at the cutoff.
--
-- Levels are natural logs relative to `log_now`, the best of the last 28 days (or the last day there was); days are
-- days, slopes are per week.
with
realised as (
    select
        *,
        coalesce(best_28, last_value(log_one_rm ignore nulls) over so_far) as log_now,
        best_28 - best_lag_6 as change_4,
        best_28 - best_lag_10 as change_8,
        best_28 - best_lag_14 as change_12,
        best_28 - best_lag_28 as change_26,
        case when cutoff is null then best_28 - best_lag_2 end as step,
    from lift_windows
    window so_far as (partition by lifter, exercise_id order by day_number range unbounded preceding)
),

history as (
    select
        *,
        case when cutoff is null then change_4 end as past_4,
        case when cutoff is null then change_8 end as past_8,
        case when cutoff is null then change_12 end as past_12,
        case when cutoff is null then change_26 end as past_26,
    from realised
),

spread as (
    select
        *,
        sqrt(avg(step * step) over so_far) as step_rms,
        count(step) over so_far as steps,
        avg(past_4) over so_far as mean_change_4,
        avg(past_8) over so_far as mean_change_8,
        avg(past_12) over so_far as mean_change_12,
        avg(past_26) over so_far as mean_change_26,
        sqrt(avg(past_4 * past_4) over so_far) as rms_change_4,
        sqrt(avg(past_8 * past_8) over so_far) as rms_change_8,
        sqrt(avg(past_12 * past_12) over so_far) as rms_change_12,
        sqrt(avg(past_26 * past_26) over so_far) as rms_change_26,
    from history
    window so_far as (partition by lifter, exercise_id order by day_number range unbounded preceding)
),

final as (
    select
        s.lifter, s.exercise_id, s.cutoff, c.is_grid, c.is_serving, s.log_now,
        e.is_main, e.family = 'bench' as is_bench, e.equipment = 'barbell' as is_barbell,
        e.equipment = 'dumbbell' as is_dumbbell, e.equipment in ('machine', 'cable') as is_machine,
        s.best_lag_2 - log_now as lag_2, s.best_lag_6 - log_now as lag_6, s.best_lag_10 - log_now as lag_10,
        s.best_lag_14 - log_now as lag_14, s.best_lag_28 - log_now as lag_28,
        s.median_28 - log_now as median_28, s.median_84 - log_now as median_84, s.mean_365 - log_now as mean_365,
        s.best_84 - log_now as best_84, s.best_365 - log_now as best_365, s.best_ever - log_now as best_ever,
        s.sd_84, s.sd_365, 7 * s.slope_84 as slope_84, 7 * s.slope_365 as slope_365,
        s.reps_at_best, s.reps_28, s.reps_84 - s.reps_28 as reps_84, s.reps_365 - s.reps_28 as reps_365,
        s.load_28 - s.log_now as load_28, s.load_84 - s.load_28 as load_84, s.share_28, s.sets_28, s.sets_84,
        s.days_28, s.days_84, s.days_365, s.days_ever, s.day_number - s.first_day_number as span_days,
        s.day_number - s.last_day_number as days_since_last,
        s.day_number - s.best_ever_day_number as days_since_best,
        s.first_day_of_month - s.day_before_month as gap_before_days,
        s.change_4, s.change_8, s.change_12, s.change_26, s.step_rms, s.steps,
        s.mean_change_4, s.mean_change_8, s.mean_change_12, s.mean_change_26,
        s.rms_change_4, s.rms_change_8, s.rms_change_12, s.rms_change_26,
        f.* exclude (lifter, cutoff),
    from spread as s
    inner join lift_cutoffs as c using (lifter, exercise_id, cutoff)
    inner join lifter_form as f using (lifter, cutoff)
    left join exercises as e using (exercise_id)
)

select * from final
