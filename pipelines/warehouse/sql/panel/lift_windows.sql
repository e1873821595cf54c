-- lift_windows: one row per lifter, exercise and event, an event being a training day or a cutoff (null `cutoff` on
-- training days). Everything is a window over the series' own past, ending at the event; log means ln kg.
with
events as (
    select
        * exclude (day, log_epley, is_kept),
        day_number as trained_on,
    from lift_days
    union all by name
    select * exclude (is_grid, is_serving),
    from lift_cutoffs
),

final as (
    select
        lifter,
        exercise_id,
        day_number,
        cutoff,
        log_one_rm,
        max(log_one_rm) over month as best_28,
        (max(log_one_rm, 2) over month)[2] as second_28,
        avg(log_one_rm) over month as mean_28,
        stddev_samp(log_one_rm) over month as sd_28,
        max(log_one_rm) over (series range between 13 preceding and current row) as best_14,
        max(log_one_rm) over (series range between 55 preceding and current row) as best_56,
        max(log_one_rm) over (series range between 181 preceding and current row) as best_182,
        count(log_one_rm) over (series range between 13 preceding and current row) as days_14,
        count(log_one_rm) over (series range between 55 preceding and current row) as days_56,
        median(log_one_rm) over month as median_28,
        max(log_one_rm) over (series range between 83 preceding and 28 preceding) as before_28,
        arg_max(top_reps, log_one_rm) over month as reps_at_best,
        max(log_load) over month as load_28,
        avg(top_reps) over month as reps_28,
        sum(working_sets) over month as sets_28,
        avg(mean_share) over month as share_28,
        count(log_one_rm) over month as days_28,
        max(log_one_rm) over (series range between 41 preceding and 14 preceding) as lag_2,
        max(log_one_rm) over (series range between 69 preceding and 42 preceding) as lag_6,
        max(log_one_rm) over (series range between 97 preceding and 70 preceding) as lag_10,
        max(log_one_rm) over (series range between 125 preceding and 98 preceding) as lag_14,
        max(log_one_rm) over (series range between 223 preceding and 196 preceding) as lag_28,
        median(log_one_rm) over quarter as median_84,
        max(log_one_rm) over quarter as best_84,
        stddev_samp(log_one_rm) over quarter as sd_84,
        regr_slope(log_one_rm, day_number) over quarter as slope_84,
        max(log_load) over quarter as load_84,
        avg(top_reps) over quarter as reps_84,
        median(top_reps) over quarter as reps_median_84,
        stddev_samp(top_reps) over quarter as reps_sd_84,
        sum(working_sets) over quarter as sets_84,
        count(log_one_rm) over quarter as days_84,
        avg(log_one_rm) over year as mean_365,
        max(log_one_rm) over year as best_365,
        stddev_samp(log_one_rm) over year as sd_365,
        regr_slope(log_one_rm, day_number) over year as slope_365,
        avg(top_reps) over year as reps_365,
        count(log_one_rm) over year as days_365,
        max(log_one_rm) over (series range unbounded preceding) as best_ever,
        arg_max(day_number, log_one_rm) over (series range unbounded preceding) as best_ever_day_number,
        count(trained_on) over (series range unbounded preceding) as days_ever,
        min(day_number) over (series range unbounded preceding) as first_day_number,
        max(trained_on) over (series range unbounded preceding) as last_day_number,
        max(trained_on) over (series range between unbounded preceding and 28 preceding) as day_before_month,
        min(trained_on) over month as first_day_of_month,
    from events
    window
        series as (partition by lifter, exercise_id order by day_number),
        month as (partition by lifter, exercise_id order by day_number range between 27 preceding and current row),
        quarter as (
            partition by lifter, exercise_id
            order by day_number range between 83 preceding and current row
        ),
        year as (partition by lifter, exercise_id order by day_number range between 364 preceding and current row)
)

select *
from final
