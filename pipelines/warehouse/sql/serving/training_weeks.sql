-- grain: lifter, week (its Monday) with working sets, of one bucket
with training_weeks as (
    select
        weekly_lifts.lifter,
        weekly_lifts.week,
        sum(weekly_lifts.working_sets) as working_sets,
        sum(weekly_lifts.heavy_sets) as heavy_sets,
        sum(weekly_lifts.moderate_sets) as moderate_sets,
        sum(weekly_lifts.light_sets) as light_sets,
        sum(weekly_lifts.mean_reps * weekly_lifts.working_sets)
        / sum(weekly_lifts.working_sets) filter (where weekly_lifts.mean_reps is not null) as mean_reps,
        sum(weekly_lifts.mean_share * weekly_lifts.working_sets)
        / sum(weekly_lifts.working_sets) filter (where weekly_lifts.mean_share is not null) as mean_share,
    from weekly_lifts
    inner join lifters on lifters.lifter = weekly_lifts.lifter
    where lifters.bucket = $bucket
    group by weekly_lifts.lifter, weekly_lifts.week
)

select *
from training_weeks
where working_sets > 0
order by lifter, week
