-- grain: lifter, app, exported_name: which exercise it is and how its load is to be understood
with resolved as (
    select
        resolution.lifter,
        resolution.app,
        resolution.exported_name,
        resolution.exercise_id,
        resolution.is_mapped,
        coalesce(
            catalogue.load_kind,
            case when regexp_matches(resolution.exported_name, '\bassisted\b', 'i') then 'assisted' else 'external' end
        ) as load_kind,
        if(catalogue.family in (select family from rep_max_shares), catalogue.family, 'general') as family,
        coalesce(catalogue.equipment, 'other') as equipment,
        coalesce(catalogue.body_weight_share, 0) as body_weight_share,
        coalesce(catalogue.is_main, false) as is_main,
    from resolution
    left join catalogue on resolution.exercise_id = catalogue.exercise_id
)

select * from resolved
