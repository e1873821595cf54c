-- The summaries by day and by week hold the same working sets as `sets`.
with counted as (
    select
        (
            select count(*) from sets
            where set_kind <> 'warmup' and not is_suspect
        ) as in_sets,
        (select coalesce(sum(working_sets), 0) from daily_lifts) as in_days,
        (select coalesce(sum(working_sets), 0) from weekly_lifts) as in_weeks,
)

select * from counted
where in_sets <> in_days or in_days <> in_weeks
