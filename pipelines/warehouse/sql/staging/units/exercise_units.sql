-- grain: import (lifter, sha256), exported_name whose loads have a unit of their own, or may have
-- What the lifter states holds. Else only plates that leave no doubt on either side change a unit: the rest of the
-- file shows its own, the exercise the other. Of some 2,000 exercises in public exports whose unit is known none is
-- wrongly found; of those put in a file of the other unit one in five is found, for most loads fit both grids. Where
-- plates only hint at the other unit, the file's is kept and the lifter asked, unless the loads stand to those of their
-- other lifts as they should: before that, for 5 of 840 exercises without cause.
with decided as (
    select
        *,
        if(file_unit = 'kg', 'lb', 'kg') as other_unit,
        not fits_others and if(
            file_unit = 'kg',
            other_sets >= 30 and other_halves >= 0.04 * other_sets and off_fives <= 0.02 * sets
            and (
                (equipment = 'barbell' and heavy_loads >= 2 and heavy >= 20 and heavy_fives >= 0.75 * heavy)
                or (equipment = 'dumbbell' and large >= 20 and high >= 50 and high > 0.5 * other_top)
            ),
            other_heavy >= 20 and other_heavy_fives >= 0.55 * other_heavy and other_halves <= 0.03 * other_sets
            and (
                (equipment = 'barbell' and sets >= 20 and halves >= 0.1 * sets)
                or (
                    equipment = 'dumbbell' and large >= 20 and large_loads_off_fives >= 3
                    and large_off_fives >= 0.5 * large
                )
            )
        ) as is_other,
        sets >= 20 and not fits_others and if(
            file_unit = 'kg',
            off_fives <= 0.05 * sets
            and (
                (equipment = 'barbell' and heavy_loads >= 2 and heavy >= 8 and heavy_fives >= 0.5 * heavy)
                or (equipment = 'dumbbell' and large >= 20 and high >= 40 and high > 0.4 * other_top)
            ),
            (equipment = 'barbell' and halves >= greatest(3, 0.02 * sets))
            or (
                equipment = 'dumbbell' and large >= 10 and large_loads_off_fives >= 2
                and large_off_fives >= 0.2 * large
            )
        ) as may_be_other,
    from exercise_unit_evidence
),

told as (
    select lifter, sha256, exported_name, sets, unit, 'profile' as unit_source,
    from stated_units
    union all
    select lifter, sha256, exported_name, sets, other_unit, 'inferred: plates, against the rest of the file' as source,
    from decided
    where is_other
    union all
    select
        lifter,
        sha256,
        exported_name,
        sets,
        file_unit,
        'assumed: some loads fit ' || other_unit || ' better' as source,
    from decided
    where may_be_other and is_other is not true
)

select
    * replace (sets::bigint as sets),
    if(unit = 'lb', getvariable('kg_per_lb'), 1) as kg_per_unstated,
from told
