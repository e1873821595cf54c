-- one row per week of the lifter's last 26 calendar weeks, weeks without training included
with calendar as (
    select
        unnest(generate_series(
            date_trunc('week', $last_day::date) - interval 25 week,
            date_trunc('week', $last_day::date),
            interval 1 week
        ))::date as week,
),

trained as (
    select
        date_trunc('week', day)::date as week,
        sum(working_sets) as working_sets,
        count(distinct day) as days,
    from daily_lifts
    where lifter = $lifter and day > $last_day::date - 190
    group by all
),

weeks as (
    select
        calendar.week,
        coalesce(trained.working_sets, 0) as working_sets,
        coalesce(trained.days, 0) as days,
    from calendar
    left join trained using (week)
)

select *
from weeks
order by week
