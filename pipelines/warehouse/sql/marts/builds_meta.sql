-- grain: one row; model and its version stay null until forecasts are made
with meta as (
    select
        getvariable('name')::varchar as build,
        getvariable('key')::varchar as key,
        'marts' as kind,
        getvariable('made_at')::timestamp as made_at,
        getvariable('simulated')::boolean as simulated,
        getvariable('key')::varchar as marts_key,
        null::varchar as model,
        null::varchar as model_version,
        getvariable('compared_with')::varchar as compared_with,
        getvariable('shape')::varchar as shape,
)

select * from meta
