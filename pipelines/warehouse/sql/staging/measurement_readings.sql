-- grain: body measurement (lifter, sha256, ordinal, site, side) that no newer export replaces; kg, cm and percent
-- `kept_in`: one app, or one kind of table kept by hand. As with sets the newest export is right over all the days it
-- spans, site by site, for apps export sites in files of their own.
with figures as (
    select
        landed.* exclude (unit, value, reason, raw, disposition),
        if(landed.app = 'body_log', landed.app || ': ' || landed.layout, landed.app) as kept_in,
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
),

spans as (
    select
        lifter,
        sha256,
        kept_in,
        site,
        side,
        min(day) as first_day,
        max(day) as last_day,
        row_number() over (
            partition by lifter, kept_in, site, side
            order by last_day, max(measured_at) nulls first, count(*), sha256
        ) as newness,
    from figures
    group by lifter, sha256, kept_in, site, side
),

kept as (
    select figures.*,
    from figures
    inner join spans as own using (lifter, sha256, kept_in, site)
    anti join spans as newer
        on
            figures.lifter = newer.lifter
            and figures.kept_in = newer.kept_in
            and figures.site = newer.site
            and newer.side is not distinct from figures.side
            and own.newness < newer.newness
            and figures.day between newer.first_day and newer.last_day
    where own.side is not distinct from figures.side
)

select * from kept
