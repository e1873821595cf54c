-- lifter_form: one row per lifter and cutoff: how the lifter's whole training has gone up to it, over all lifts.
--
-- `form` of a training day is the mean over its lifts of ln(best set) - ln(median of that lift's last 84 days).
with
training_days as (
    select
        lifter,
        day_number,
        avg(log_one_rm - median_84) as form,
        avg((best_28 - lag_2) * (best_28 - lag_2)) as step_square,
        avg(best_28 - lag_6) as change_6,
        avg(best_28 - lag_14) as change_14,
        count(*) as lifts,
    from lift_windows
    where cutoff is null
    group by lifter, day_number
),

events as (
    select
        *,
        day_number as trained_on,
    from training_days
    union all by name
    select distinct
        lifter,
        day_number,
        cutoff,
    from lift_cutoffs
),

windows as (
    select
        lifter,
        cutoff,
        avg(form) over month as lifter_form_28,
        avg(form) over quarter as lifter_form_84,
        avg(change_6) over month as lifter_change_6,
        avg(change_14) over month as lifter_change_14,
        count(trained_on) over month as lifter_days_28,
        count(trained_on) over quarter as lifter_days_84,
        avg(lifts) over quarter as lifter_lifts_per_day,
        sqrt(avg(step_square) over so_far) as lifter_step_rms,
        day_number - min(trained_on) over (series range unbounded preceding) as lifter_age_days,
    from events
    window
        series as (partition by lifter order by day_number),
        so_far as (partition by lifter order by day_number range unbounded preceding),
        month as (partition by lifter order by day_number range between 27 preceding and current row),
        quarter as (partition by lifter order by day_number range between 83 preceding and current row)
),

final as (
    select *
    from windows
    where cutoff is not null
)

select *
from final
