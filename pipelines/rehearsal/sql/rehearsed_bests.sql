-- grain: lift of these lifters that was trained in the last four weeks of its lifter's log; its best estimated 1RM then
select
    daily_lifts.lifter,
    daily_lifts.exercise_id,
    any_value(exercises.name) as name,
    max(daily_lifts.one_rm_kg) as best_kg,
from daily_lifts
inner join lifters on daily_lifts.lifter = lifters.lifter
inner join exercises on daily_lifts.exercise_id = exercises.exercise_id
where
    list_contains($lifters, daily_lifts.lifter)
    and daily_lifts.day > lifters.last_day - 28
    and daily_lifts.one_rm_kg is not null
group by daily_lifts.lifter, daily_lifts.exercise_id
