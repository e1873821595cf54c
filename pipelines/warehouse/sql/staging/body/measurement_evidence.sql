-- grain: import (lifter, sha256) with body measurements: the units its figures state, and what speaks for those it
-- does not
-- `height_if_kg`: weight and body mass index together give a height, which tells kg (1.3 to 2.1 m) from lb (2.1 m and
-- more, for pounds were taken for kilograms). `inch_share`: girths of a size that only inches give, at each site.
with figures as (
    select
        *,
        case when kind = 'girth' then 'length' when unit in ('%', 'fraction') then 'share' else 'mass' end as dimension,
        case site
            when 'ankle' then 16
            when 'wrist' then 11
            when 'forearm' then 18
            when 'upper_arm' then 22
            when 'calf' then 23
            when 'neck' then 24
            when 'thigh' then 34
            else 62
        end as most_inches,
    from landed_measurements
    where disposition = 'measurement'
),

heights as (
    select
        weights.lifter,
        weights.sha256,
        median(sqrt(weights.value / indices.value)) as height_if_kg,
    from figures as weights
    inner join landed_measurements as indices
        on
            weights.lifter = indices.lifter
            and weights.sha256 = indices.sha256
            and weights.ordinal = indices.ordinal
            and indices.site = 'body_mass_index'
            and indices.value > 0
    where weights.site = 'body_weight' and weights.unit is null
    group by weights.lifter, weights.sha256
),

told as (
    select
        lifter,
        sha256,
        any_value(app) as app,
        string_agg(distinct unit, '+' order by unit) filter (where unit not in ('%', 'fraction')) as stated_units,
        count(*) filter (where dimension = 'mass' and unit is null) as count_masses,
        count(*) filter (where dimension = 'length' and unit is null) as count_lengths,
        median(value) filter (where site = 'body_weight' and unit is null) as usual_weight,
        quantile_cont(value, 0.05) filter (where site = 'body_weight' and unit is null) as low_weight,
        avg((value < most_inches)::int) filter (where dimension = 'length' and unit is null) as inch_share,
    from figures
    group by lifter, sha256
),

evidence as (
    select
        told.*,
        heights.height_if_kg,
    from told
    left join heights on told.lifter = heights.lifter and told.sha256 = heights.sha256
)

select * from evidence
