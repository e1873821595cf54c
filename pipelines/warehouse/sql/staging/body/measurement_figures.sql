-- grain: body measurement (lifter, sha256, ordinal, site, side) of every export; kg, cm and percent
-- `kept_in`: one app, or one kind of table kept by hand. `series`: what it holds of one site and side.
with figures as (
    select
        landed.* exclude (unit, value, reason, raw, disposition),
        if(landed.app = 'body_log', landed.app || ': ' || landed.layout, landed.app) as kept_in,
        concat_ws('/', kept_in, landed.site, landed.side) as series,
        case
            when kind = 'girth' then coalesce(landed.unit, units.length_unit)
            else coalesce(landed.unit, units.mass_unit)
        end as logged_unit,
        case kind when 'girth' then 'cm' when 'body fat' then if(site = 'fat_mass', 'kg', '%') else 'kg' end as unit,
        landed.value * case logged_unit
            when 'lb' then getvariable('kg_per_lb')
            when 'st' then getvariable('kg_per_stone')
            when 'in' then getvariable('cm_per_inch')
            when 'fraction' then 100
            else 1
        end as value,
    from landed_measurements as landed
    inner join measurement_units as units on landed.lifter = units.lifter and landed.sha256 = units.sha256
    where landed.disposition = 'measurement'
)

select * from figures
