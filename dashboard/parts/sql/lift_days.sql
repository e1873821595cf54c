-- one row per lift and training day of the lifter with an estimated 1RM, by Epley's formula: what the current 1RM and
-- its forecast are weighed from; typical_kg is the median of the 9 training days around it, and a day
-- further than $far (natural log) from it is suspect: more often a typing error than a record
with days as (
    select
        exercise_id,
        epley_kg as one_rm_kg,
        top_load_kg,
        top_reps,
        median(epley_kg) over around as typical_kg,
        count(*) over around as days_around,
        day,
    from daily_lifts
    where lifter = $lifter and epley_kg > 0
    window around as (partition by exercise_id order by day rows between 4 preceding and 4 following)
),

lift_days as (
    select
        days.exercise_id,
        coalesce(exercises.name, days.exercise_id) as name,
        days.one_rm_kg,
        days.top_load_kg,
        days.top_reps,
        days.typical_kg,
        coalesce(exercises.is_main, false) as is_main,
        days.days_around >= 3 and abs(ln(days.one_rm_kg / days.typical_kg)) > $far as is_suspect,
        days.day,
    from days
    left join exercises using (exercise_id)
)

select *
from lift_days
order by exercise_id, day
