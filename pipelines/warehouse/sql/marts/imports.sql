-- grain: ingested file (lifter, sha256); rows_read = rows_loaded + rows_not_sets + rows_duplicate + rows_rejected
-- Records of workouts and of the body alike: loaded are sets, and body records that a measurement is taken from. Rows
-- that are landed with a newer file only (`repeated_by`) are duplicates, but for those that are no sets.
with loaded as (
    select
        lifter,
        sha256,
        count(*) as rows_loaded,
    from sets
    group by lifter, sha256
),

odd_by_unit as (
    select
        exercise_units.lifter,
        exercise_units.sha256,
        exercise_units.unit,
        string_agg(exercise_units.exported_name, ', ' order by exercise_units.exported_name) as exported_names,
    from exercise_units
    inner join units using (lifter, sha256)
    where exercise_units.unit is distinct from units.inferred_unit
    group by exercise_units.lifter, exercise_units.sha256, exercise_units.unit
),

odd as (
    select
        lifter,
        sha256,
        string_agg(unit || ': ' || exported_names, '; ' order by unit) as said,
        list(unit) as units,
    from odd_by_unit
    group by lifter, sha256
),

accounted as (
    select
        entries.lifter,
        entries.file,
        entries.app,
        entries.layout,
        entries.sha256,
        entries.origin,
        coalesce(spans.rows_read, 0) + coalesce(body.rows_read, 0) + coalesce(entries.rows_repeated, 0) as rows_read,
        coalesce(loaded.rows_loaded, 0) + coalesce(body.rows_loaded, 0) as rows_loaded,
        coalesce(spans.rows_not_sets, 0) + coalesce(body.rows_not_sets, 0) + coalesce(entries.not_sets_repeated, 0)
            as rows_not_sets,
        coalesce(spans.rows_sets, 0) - coalesce(loaded.rows_loaded, 0) + coalesce(body.rows_duplicate, 0)
        + coalesce(entries.rows_repeated - entries.not_sets_repeated, 0) as rows_duplicate,
        coalesce(spans.rows_rejected, 0) + coalesce(body.rows_rejected, 0) as rows_rejected,
        case
            when spans.lifter is null and entries.repeated_by is null
                then nullif(concat_ws('+', body_units.stated_units, body_units.mass_unit, body_units.length_unit), '')
            else nullif(
                array_to_string(
                    list_sort(
                        list_distinct(
                            list_concat(string_split(units.stated_units, '+'), odd.units, [units.inferred_unit])
                        )
                    ), '+'
                ), ''
            )
        end as weight_unit,
        coalesce(units.unit_source, body_units.unit_source)
        || coalesce('; ' || odd.said, '') as unit_source,
        least(spans.first_day, body.first_day, entries.first_day) as first_day,
        greatest(spans.last_day, body.last_day, entries.last_day) as last_day,
        coalesce(entries.night_days, 0) as night_days,
        coalesce(spared.rows_spared, 0) as rows_spared,
        case
            when entries.error is null
                then case
                    when entries.is_undecided then 'to be decided'
                    when entries.is_left_out then 'left out'
                    when entries.mode in ('append', 'upsert') then entries.mode
                    when spared.lifter is null then 'whole'
                    else 'extract'
                end
        end as treated_as,
        entries.error,
    from entries
    left join import_spans as spans using (lifter, sha256)
    left join loaded using (lifter, sha256)
    left join units
        on entries.lifter = units.lifter and coalesce(entries.repeated_by, entries.sha256) = units.sha256
    left join odd on entries.lifter = odd.lifter and coalesce(entries.repeated_by, entries.sha256) = odd.sha256
    left join measurement_imports as body using (lifter, sha256)
    left join measurement_units as body_units using (lifter, sha256)
    left join spared using (lifter, sha256)
)

select * from accounted
