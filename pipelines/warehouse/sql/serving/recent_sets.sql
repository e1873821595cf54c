-- grain: lifter, exercise_id, day of the lifter's last 56, reps, rating, of some lifters: the heaviest working set
--
-- `load_kg` is the effective load, null where it cannot be known or is asked about; `age_days` counts back from the
-- last training day.
select
    sets.lifter,
    sets.exercise_id,
    any_value(coalesce(exercises.family, 'general')) as family,
    any_value(sets.load_kind) as load_kind,
    lifters.last_day - sets.day as age_days,
    sets.reps,
    reps_in_reserve(sets.rir, sets.rpe) as rir,
    sets.set_kind = 'failure' as is_failure,
    max(sets.effective_load_kg) as load_kg,
    any_value(odd_loads.lifter is not null) as is_asked,
from sets
inner join lifters on sets.lifter = lifters.lifter
left join exercises on sets.exercise_id = exercises.exercise_id
left join odd_loads on sets.lifter = odd_loads.lifter and sets.exercise_id = odd_loads.exercise_id
where
    coalesce(list_contains($lifters, lifters.lifter), true)
    and sets.day > lifters.last_day - 56
    and sets.set_kind <> 'warmup'
    and not sets.is_suspect
    and sets.reps > 0
group by
    sets.lifter, sets.exercise_id, lifters.last_day, sets.day, sets.reps,
    reps_in_reserve(sets.rir, sets.rpe), is_failure
order by sets.lifter, sets.exercise_id, age_days, sets.reps, rir, is_failure
