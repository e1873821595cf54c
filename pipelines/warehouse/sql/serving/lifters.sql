-- grain: lifter asked for; who they are and how they have trained lately
with
days as (
    select
        daily_lifts.lifter,
        daily_lifts.day,
        date_trunc('week', daily_lifts.day) as week,
        count(distinct daily_lifts.exercise_id) as lifts,
        sum(daily_lifts.working_sets) as working_sets,
    from daily_lifts
    inner join lifters on daily_lifts.lifter = lifters.lifter
    where coalesce(list_contains($lifters, lifters.lifter), true)
    group by daily_lifts.lifter, daily_lifts.day
),

weeks as (
    select
        lifter,
        week,
        count(*) as days,
        sum(lifts) as lifts,
        sum(working_sets) as working_sets,
        row_number() over (partition by lifter order by week desc) as place,
    from days
    group by lifter, week
),

lately as (
    select
        lifter,
        count(*) as training_weeks,
        avg(days) filter (where place <= 6) as sessions_per_week,
        sum(lifts) filter (where place <= 6) / sum(days) filter (where place <= 6) as lifts_per_session,
    from weeks
    group by lifter
),

final as (
    select
        lifters.*,
        lately.* exclude (lifter),
    from lifters
    left join lately on lifters.lifter = lately.lifter
    where coalesce(list_contains($lifters, lifters.lifter), true)
)

select *
from final
order by lifter
