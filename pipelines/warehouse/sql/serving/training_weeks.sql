-- grain: lifter, week (its Monday) with working sets, of some lifters; decimals are added up, for rows stand in no
-- order
with training_weeks as (
    select
        daily_lifts.lifter,
        date_trunc('week', daily_lifts.day)::date as week,
        count(distinct daily_lifts.day) as days,
        sum(daily_lifts.working_sets) as working_sets,
        sum(daily_lifts.heavy_sets) as heavy_sets,
        sum(daily_lifts.moderate_sets) as moderate_sets,
        sum(daily_lifts.light_sets) as light_sets,
        sum(try_cast(daily_lifts.mean_reps * daily_lifts.working_sets as decimal(38, 6)))
        / sum(daily_lifts.working_sets) filter (where daily_lifts.mean_reps is not null) as mean_reps,
        sum(try_cast(daily_lifts.mean_share * daily_lifts.working_sets as decimal(38, 9)))
        / sum(daily_lifts.working_sets) filter (where daily_lifts.mean_share is not null) as mean_share,
    from daily_lifts
    inner join lifters on daily_lifts.lifter = lifters.lifter
    where coalesce(list_contains($lifters, lifters.lifter), true)
    group by daily_lifts.lifter, date_trunc('week', daily_lifts.day)
)

select *
from training_weeks
where working_sets > 0
order by lifter, week
