-- grain: lifter, exercise_id of some lifters: best estimated 1RM (ln kg) of the last 28 days and of all days before
with bests as (
    select
        lift_days.lifter,
        lift_days.exercise_id,
        max(lift_days.log_one_rm) filter (where lift_days.day > lifters.last_day - 28) as recent_best,
        arg_max(lift_days.day, (lift_days.log_one_rm, lift_days.day))
        filter (where lift_days.day > lifters.last_day - 28 and lift_days.log_one_rm is not null) as recent_day,
        max(lift_days.log_one_rm) filter (where lift_days.day <= lifters.last_day - 28) as earlier_best,
        count(*) filter (where lift_days.day <= lifters.last_day - 28) as earlier_days,
    from lift_days
    inner join lifters on lift_days.lifter = lifters.lifter
    where coalesce(list_contains($lifters, lifters.lifter), true) and lift_days.is_kept
    group by lift_days.lifter, lift_days.exercise_id
)

select *
from bests
where recent_best is not null and earlier_best is not null
order by lifter, exercise_id
