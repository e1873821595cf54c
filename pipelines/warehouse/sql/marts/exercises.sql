-- grain: exercise_id in use; what the catalogue does not know goes under its own name
with used as (
    select
        exercise_id,
        min(exported_name) as exported_name,
        bool_or(is_mapped) as is_mapped,
        any_value(load_kind) as load_kind,
    from lifter_exercises
    group by exercise_id
),

described as (
    select
        used.exercise_id,
        coalesce(catalogue.name, used.exported_name) as name,
        catalogue.pattern,
        coalesce(catalogue.family, 'general') as family,
        catalogue.equipment,
        used.load_kind,
        coalesce(catalogue.body_weight_share, 0) as body_weight_share,
        coalesce(catalogue.is_main, false) as is_main,
        used.is_mapped,
    from used
    left join catalogue on used.exercise_id = catalogue.exercise_id
)

select * from described
