-- one row per muscle: mean fractional sets a week over the lifter's last 4 whole or begun weeks and the 12 before
with weeks as (
    select
        muscle,
        sum(fractional_sets) filter (week > date_trunc('week', $last_day::date) - interval 4 week) as recent,
        sum(fractional_sets) filter (week <= date_trunc('week', $last_day::date) - interval 4 week) as before,
    from weekly_muscles
    where lifter = $lifter and week > date_trunc('week', $last_day::date) - interval 16 week
    group by muscle
),

muscle_sets as (
    select
        muscle,
        coalesce(recent, 0) / 4 as recent_sets,
        coalesce(before, 0) / 12 as usual_sets,
    from weeks
)

select *
from muscle_sets
order by recent_sets desc, muscle asc
