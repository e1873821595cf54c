-- grain: lifter, app, exported_name: which exercise it is and how its load is to be understood
-- What the lifter states of an exercise's loads holds: the very name stated goes before others for the same exercise.
with stated as (
    select
        resolution.lifter,
        resolution.app,
        resolution.exported_name,
        max_by(said.reading, (lower(resolution.exported_name) = lower(said.stated_name), said.stated_name)) as reading,
    from resolution
    inner join stated_loads as said
        on
            resolution.lifter = said.lifter
            and (
                resolution.exercise_id = said.exercise_id
                or lower(resolution.exported_name) = lower(said.stated_name)
            )
    group by resolution.lifter, resolution.app, resolution.exported_name
),

resolved as (
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
        stated.reading,
    from resolution
    left join catalogue on resolution.exercise_id = catalogue.exercise_id
    left join stated
        on
            resolution.lifter = stated.lifter
            and resolution.app = stated.app
            and resolution.exported_name = stated.exported_name
),

read as (
    select
        *,
        case
            when body_weight_share = 0 then load_kind
            when reading in ('added', 'total') then 'bodyweight'
            when reading = 'assisted' then 'assisted'
            else load_kind
        end as load_kind_read,
    from resolved
)

select * from read
