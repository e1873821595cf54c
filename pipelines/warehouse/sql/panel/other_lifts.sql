-- other_lifts: one row per lifter, exercise and cutoff: how the lifter's other lifts have gone in the last 28 days.
--
-- A step is a lift's best of 28 days less its best of the 56 days before (ln), taken on each of its training days; a
-- lift not trained in those 56 days has none and is fresh.
with
steps as (
    select
        lifter,
        exercise_id,
        day_number,
        cutoff,
        case when cutoff is null then 1 end as is_day,
        is_day * (best_28 - before_28) as step,
    from lift_windows
),

windows as (
    select
        lifter,
        exercise_id,
        cutoff,
        count(is_day) over whole - count(is_day) over own as days,
        count(step) over whole - count(step) over own as steps,
        sum(step) over whole - coalesce(sum(step) over own, 0) as total,
    from steps
    window
        own as (
            partition by lifter, exercise_id
            order by day_number range between 27 preceding and current row
        ),
        whole as (partition by lifter order by day_number range between 27 preceding and current row)
),

final as (
    select
        lifter,
        exercise_id,
        cutoff,
        1 - steps / nullif(days, 0) as others_fresh,
        total / nullif(steps, 0) as others_step,
    from windows
    where cutoff is not null
)

select *
from final
