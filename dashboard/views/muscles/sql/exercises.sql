-- one row per exercise that worked a muscle in the last 4 whole or begun weeks: sets a week, and what each counts
with trained as (
    select
        daily_lifts.exercise_id,
        exercise_muscles.credit,
        sum(daily_lifts.working_sets) / 4 as sets_per_week,
    from daily_lifts
    inner join exercise_muscles using (exercise_id)
    where
        daily_lifts.lifter = $lifter
        and exercise_muscles.muscle = $muscle
        and daily_lifts.day >= date_trunc('week', $last_day::date) - interval 3 week
    group by daily_lifts.exercise_id, exercise_muscles.credit
)

select
    trained.exercise_id,
    coalesce(exercises.name, trained.exercise_id) as name,
    trained.credit,
    trained.sets_per_week,
    trained.credit * trained.sets_per_week as fractional_sets,
from trained
left join exercises using (exercise_id)
where trained.sets_per_week > 0
order by fractional_sets desc, name asc
