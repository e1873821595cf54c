-- lift_cutoffs: one row per lifter, exercise and cutoff (the day up to which a forecast may look).
-- Grid: every 14 days once the series is long enough, with enough training days so far and in the last 28 days
-- (models/definitions.py); serving: the last day.
with
kept as (
    select
        lifter,
        exercise_id,
        day_number,
    from lift_days
    where is_kept
),

grid as (
    select
        lifter,
        exercise_id,
        unnest(range(min(day_number) + getvariable('least_span_days'), max(day_number) + 1, 14)) as day_number,
    from kept
    group by lifter, exercise_id
),

events as (
    select
        *,
        1 as training_day,
    from kept
    union all by name
    from grid
),

counted as (
    select
        lifter,
        exercise_id,
        day_number,
        training_day,
        count(training_day) over so_far as days_so_far,
        count(training_day) over lately as days_lately,
    from events
    window
        so_far as (partition by lifter, exercise_id order by day_number range unbounded preceding),
        lately as (
            partition by lifter, exercise_id
            order by day_number range between 27 preceding and current row
        )
),

candidates as (
    select
        lifter,
        exercise_id,
        day_number,
        true as is_grid,
    from counted
    where
        training_day is null
        and days_so_far >= getvariable('least_days')
        and days_lately >= getvariable('least_recent_days')
    union all by name
    select distinct
        lifter,
        exercise_id,
        last_day - date '1970-01-01' as day_number,
        true as is_serving,
    from lift_days
    inner join lifters using (lifter)
),

final as (
    select
        lifter,
        exercise_id,
        date '1970-01-01' + day_number::integer as cutoff,
        day_number,
        coalesce(bool_or(is_grid), false) as is_grid,
        coalesce(bool_or(is_serving), false) as is_serving,
    from candidates
    group by lifter, exercise_id, day_number
)

select *
from final
