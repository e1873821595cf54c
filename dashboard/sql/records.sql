-- one row per lift with a best estimated 1RM in the lifter's last 28 days that beats all days before those
with bests as (
    select
        exercise_id,
        max(one_rm_kg) filter (day > $last_day::date - 28) as best_kg,
        max(one_rm_kg) filter (day <= $last_day::date - 28) as before_kg,
        arg_max(day, one_rm_kg) filter (day > $last_day::date - 28) as day,
        arg_max(one_rm_se, one_rm_kg) filter (day > $last_day::date - 28) as best_se_kg,
        count(*) filter (day <= $last_day::date - 28) as days_before,
    from daily_lifts
    where lifter = $lifter
    group by exercise_id
),

records as (
    select
        bests.exercise_id,
        coalesce(exercises.name, bests.exercise_id) as name,
        bests.best_kg,
        bests.best_se_kg,
        bests.before_kg,
        coalesce(exercises.is_main, false) as is_main,
        bests.day,
    from bests
    left join exercises using (exercise_id)
    where bests.best_kg > bests.before_kg and bests.days_before >= 4
)

select *
from records
order by is_main desc, best_kg / before_kg desc
