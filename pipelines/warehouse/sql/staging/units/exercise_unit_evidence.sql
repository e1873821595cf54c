-- grain: import (lifter, sha256) of an inferred unit, exported_name of a barbell or dumbbell: what its loads say of
-- their unit, and what the barbell loads of all other names in the file say
-- Apps let each exercise have a unit of its own. Loads ending in a half (62.5) come of kg plates; those of 95 and up
-- ending in 5 (135, 225) of lb plates on a bar of 45 lb; dumbbells of 20 and up off the fives are kg. `fits_others`:
-- the heaviest load stands to those of at least two other lifts as with most people, thrice as near as in the other
-- unit.
with free_loads as (
    select
        loads.lifter,
        loads.sha256,
        loads.exported_name,
        loads.load_value as load,
        loads.sets,
        names.equipment,
        names.equipment = 'barbell' as is_bar,
        ln(loads.load_value / lift_ratios.ratio) as log_level,
        units.inferred_unit as file_unit,
    from loads
    inner join names using (lifter, app, exported_name)
    inner join units using (lifter, sha256)
    left join lift_ratios on names.exercise_id = lift_ratios.exercise_id
    anti join stated_units using (lifter, sha256, exported_name)
    where
        loads.load_value > 0
        and loads.load_unit is null
        and names.load_kind = 'external'
        and names.equipment in ('barbell', 'dumbbell')
        and units.unit_source = 'inferred: plates and size of the loads'
),

counted as (
    select
        lifter,
        sha256,
        exported_name,
        any_value(file_unit) as file_unit,
        any_value(equipment) as equipment,
        sum(sets) as sets,
        coalesce(sum(sets) filter (where load % 5 <> 0), 0) as off_fives,
        coalesce(sum(sets) filter (where load % 5 = 2.5), 0) as halves,
        count(*) filter (where load >= 95) as heavy_loads,
        coalesce(sum(sets) filter (where load >= 95), 0) as heavy,
        coalesce(sum(sets) filter (where load >= 95 and load % 10 = 5), 0) as heavy_fives,
        coalesce(sum(sets) filter (where load >= 20), 0) as large,
        count(*) filter (where load >= 20 and load % 5 <> 0) as large_loads_off_fives,
        coalesce(sum(sets) filter (where load >= 20 and load % 5 <> 0 and load % 0.5 = 0), 0) as large_off_fives,
        quantile_disc(load, 0.9) as high,
        max(load) filter (where is_bar) as top_bar,
        max(log_level) as log_level,
        sum(sets) filter (where is_bar) as bar_sets,
        sum(sets) filter (where is_bar and load % 5 = 2.5) as bar_halves,
        sum(sets) filter (where is_bar and load >= 95) as bar_heavy,
        sum(sets) filter (where is_bar and load >= 95 and load % 10 = 5) as bar_heavy_fives,
    from free_loads
    group by lifter, sha256, exported_name
),

beside as (
    select
        *,
        sum(bar_sets) over others as other_sets,
        coalesce(sum(bar_halves) over others, 0) as other_halves,
        coalesce(sum(bar_heavy) over others, 0) as other_heavy,
        coalesce(sum(bar_heavy_fives) over others, 0) as other_heavy_fives,
        max(top_bar) over others as other_top,
        count(log_level) over others >= 2
        and coalesce(abs(log_level - median(log_level) over others) < ln(1 / getvariable('kg_per_lb')) / 4, false)
            as fits_others,
    from counted
    window others as (
        partition by lifter, sha256
        rows between unbounded preceding and unbounded following exclude current row
    )
)

select * from beside
