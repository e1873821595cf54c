-- grain: lifter, exercise_id, day of the 140 days up to the lifter's last, of some lifters; ago counts back from it
with recent_days as (
    select
        daily_lifts.lifter,
        daily_lifts.exercise_id,
        daily_lifts.day,
        lifters.last_day - daily_lifts.day as ago,
        daily_lifts.working_sets,
        lift_days.log_one_rm,
        lift_days.top_reps,
    from daily_lifts
    inner join lifters on daily_lifts.lifter = lifters.lifter
    left join lift_days
        on
            daily_lifts.lifter = lift_days.lifter
            and daily_lifts.exercise_id = lift_days.exercise_id
            and daily_lifts.day = lift_days.day
    where coalesce(list_contains($lifters, lifters.lifter), true) and daily_lifts.day > lifters.last_day - 140
)

select *
from recent_days
order by lifter, exercise_id, day
