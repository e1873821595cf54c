-- grain: set added, changed or removed, of a lifter with sets before and now
-- Clock and place in the file say nothing: within a day and exercise, sets of the same content are the same sets; of
-- the others the first before is compared with the first now, and so on.
with sides as (
    select
        *,
        'now' as side,
    from sets
    semi join changed_lifts using (lifter, day, exercise_id)
    union all by name
    select
        *,
        'before' as side,
    from sets_before
    semi join changed_lifts using (lifter, day, exercise_id)
),

told as (
    select
        lifter,
        day,
        exercise_id,
        side,
        sha256,
        ordinal,
        concat_ws(
            ' ',
            nullif(set_kind, 'working'),
            format('{:g} kg', round(load_kg, 2)),
            format('× {:g}', reps),
            format('{:g} s', seconds),
            format('{:g} m', distance_m),
            format('RPE {:g}', rpe),
            format('RIR {:g}', rir)
        ) as content,
        row_number() over (
            partition by lifter, day, exercise_id, side, content order by sha256, ordinal
        ) as occurrence,
    from sides
),

differing as (
    select
        lifter,
        day,
        exercise_id,
        content,
        any_value(side) as side,
        any_value(sha256) as sha256,
        any_value(ordinal) as ordinal,
    from told
    group by lifter, day, exercise_id, content, occurrence
    having count(*) = 1
),

placed as (
    select
        *,
        row_number() over (partition by lifter, day, exercise_id, side order by sha256, ordinal) as place,
    from differing
),

changes as (
    select
        lifter,
        day,
        exercise_id,
        place,
        max(content) filter (where side = 'before') as before,
        max(content) filter (where side = 'now') as after,
        max(sha256) filter (where side = 'before') as sha256_before,
        max(sha256) filter (where side = 'now') as sha256,
        case when before is null then 'added' when after is null then 'removed' else 'changed' end as kind,
    from placed
    group by lifter, day, exercise_id, place
)

select * from changes
