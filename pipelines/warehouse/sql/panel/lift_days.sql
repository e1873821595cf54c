-- lift_days: one row per lifter, exercise and day whose best set can be scored (1-12 reps, a load above zero).
--
-- A spike is a day more than 0.5 in natural log from the median of nine training days: more often a typing error
-- than a record. `is_kept` uses the centred median, which looks ahead: for scoring and targets only. `log_one_rm`
-- uses the trailing median and is all a forecast may see; it is null on a spike.
with
days as (
    select
        lifter,
        exercise_id,
        day,
        day - date '1970-01-01' as day_number,
        epley_kg,
        ln(epley_kg) as log_epley,
        top_reps,
        working_sets,
        mean_share,
        ln(nullif(top_load_kg, 0)) as log_load,
    from daily_lifts
    where epley_kg > 0
),

medians as (
    select
        *,
        median(epley_kg) over around as centred_kg,
        count(*) over around as centred_days,
        median(epley_kg) over behind as trailing_kg,
        count(*) over behind as trailing_days,
    from days
    window
        around as (partition by lifter, exercise_id order by day rows between 4 preceding and 4 following),
        behind as (partition by lifter, exercise_id order by day rows between 8 preceding and current row)
),

final as (
    select
        lifter,
        exercise_id,
        day,
        day_number,
        log_epley,
        log_load,
        top_reps,
        working_sets,
        mean_share,
        centred_days < 3 or abs(log_epley - ln(centred_kg)) <= 0.5 as is_kept,
        case
            when trailing_days < 3 or abs(log_epley - ln(trailing_kg)) <= 0.5 then log_epley
        end as log_one_rm,
    from medians
)

select *
from final
