-- grain: lifter, exercise_id, day with a heavy set, of some lifters, in the last $days days of each lifter: the day's
-- heaviest set of 1-3 reps beside the best set of 5-12 reps of the 14 days up to that day, where the heavy one is
-- heavier; `light_sets` counts all sets of 5-12 reps of those 14 days
with
working as (
    select
        sets.lifter, sets.exercise_id, sets.day,
        sets.effective_load_kg as load_kg,
        sets.reps,
        epley(load_kg, sets.reps) as epley_kg,
        coalesce(exercises.family, 'general') as family,
    from sets
    inner join lifters on sets.lifter = lifters.lifter
    left join exercises on sets.exercise_id = exercises.exercise_id
    where
        coalesce(list_contains($lifters, lifters.lifter), true)
        and sets.day > lifters.last_day - $days::integer
        and sets.set_kind <> 'warmup'
        and not sets.is_suspect
        and sets.effective_load_kg > 0
        and sets.load_kind = 'external'
        and sets.reps between 1 and 12
),

heavy as (
    select
        lifter,
        exercise_id,
        family,
        day,
        max(load_kg) as load_kg,
        max_by(reps, (load_kg, reps)) as reps,
    from working
    where reps <= 3
    group by lifter, exercise_id, family, day
),

light as (
    select
        lifter,
        exercise_id,
        day,
        count(*) as light_sets,
        max(epley_kg) as epley_kg,
        max_by(load_kg, (epley_kg, load_kg)) as load_kg,
        max_by(reps, (epley_kg, load_kg)) as reps,
    from working
    where reps >= 5
    group by lifter, exercise_id, day
),

pairs as (
    select
        heavy.lifter, heavy.exercise_id, heavy.family,
        heavy.day as heavy_day,
        light.day as light_day,
        heavy.load_kg as heavy_kg,
        heavy.reps as heavy_reps,
        light.load_kg as light_kg,
        light.reps as light_reps,
        sum(light.light_sets) over heavy_set as light_sets,
    from heavy
    inner join light
        on
            heavy.lifter = light.lifter
            and heavy.exercise_id = light.exercise_id
            and light.day between heavy.day - 14 and heavy.day
            and heavy.load_kg > light.load_kg
    window
        heavy_set as (partition by heavy.lifter, heavy.exercise_id, heavy.day),
        best_first as (
            partition by heavy.lifter, heavy.exercise_id, heavy.day order by light.epley_kg desc, light.day desc
        )
    qualify row_number() over best_first = 1
)

select *
from pairs
order by lifter, exercise_id, heavy_day
