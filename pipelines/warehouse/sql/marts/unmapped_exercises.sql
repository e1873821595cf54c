-- grain: lifter, exported_name that the catalogue does not know
with unmapped as (
    select
        sets.lifter,
        sets.exported_name,
        sets.exercise_id,
        any_value(resolution.candidates)::json as candidates,
        count(*) as sets,
        max(sets.day) as last_day,
    from sets
    inner join exercises on sets.exercise_id = exercises.exercise_id
    left join resolution
        on
            sets.lifter = resolution.lifter
            and sets.app = resolution.app
            and sets.exported_name = resolution.exported_name
    where not exercises.is_mapped
    group by sets.lifter, sets.exported_name, sets.exercise_id
)

select * from unmapped
