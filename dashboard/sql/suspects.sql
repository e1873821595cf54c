-- one row per working set whose estimated 1RM is far (0.5 in natural log) from the median of the 9 training days
-- around it: more often a typing error than a record
with days as (
    select
        exercise_id,
        day,
        one_rm_kg,
        median(one_rm_kg) over around as typical_kg,
        count(*) over around as days_around,
    from daily_lifts
    where lifter = $lifter and one_rm_kg > 0
    window around as (partition by exercise_id order by day rows between 4 preceding and 4 following)
),

far as (
    select
        exercise_id,
        day,
        one_rm_kg,
        typical_kg,
    from days
    where days_around >= 3 and abs(ln(one_rm_kg / typical_kg)) > 0.5
),

suspects as (
    select
        coalesce(exercises.name, far.exercise_id) as name,
        far.day,
        far.one_rm_kg,
        far.typical_kg,
    from far
    left join exercises using (exercise_id)
)

select *
from suspects
order by day desc, name
limit $most
