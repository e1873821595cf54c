-- grain: import (lifter, sha256): what the numbers themselves say about the unit they were logged in
-- Plates come in pairs of 1.25 kg or 2.5 lb on a bar of 20 kg or 45 lb: bar loads ending in a half (62.5) are kg,
-- those of 95 and up ending in 5 (135, 225) mostly lb. Dumbbells come in steps of 5 lb but of 1, 2 or 2.5 kg. Steps
-- alone mislead (machines in tens look metric), so size speaks too: the load that 95 % of sets stay under. A value
-- off every plate of one unit and on a plate of the other was converted by an app: 61.23 kg is 135 lb.
with free_loads as (
    select
        loads.lifter,
        loads.sha256,
        loads.load_value as load,
        loads.load_unit,
        loads.sets,
        if(names.equipment = 'dumbbell', 'dumbbell', 'bar') as kind,
        names.equipment = 'barbell' as is_barbell,
        sum(loads.sets) over lighter / sum(loads.sets) over whole as share_below,
    from loads
    inner join names using (lifter, app, exported_name)
    anti join stated_units using (lifter, sha256, exported_name)
    where
        loads.load_value > 0
        and names.load_kind = 'external'
        and names.equipment in ('barbell', 'smith_machine', 'ez_bar', 'trap_bar', 'dumbbell')
    window
        whole as (partition by loads.lifter, loads.sha256, kind),
        lighter as (partition by loads.lifter, loads.sha256, kind order by loads.load_value)
),

counted as (
    select
        lifter,
        sha256,
        sum(sets) as sets,
        coalesce(sum(sets) filter (where is_barbell), 0) as barbell_sets,
        coalesce(sum(sets) filter (where is_barbell and load % 5 = 2.5), 0) as barbell_halves,
        coalesce(sum(sets) filter (where is_barbell and load >= 95 and load % 10 = 5), 0) as barbell_fives,
        coalesce(sum(sets) filter (where kind = 'dumbbell' and load >= 10), 0) as dumbbell_sets,
        coalesce(sum(sets) filter (where kind = 'dumbbell' and load >= 10 and load % 5 <> 0), 0) as dumbbells_off_fives,
        min(load) filter (where kind = 'bar' and share_below >= 0.95) as high_bar,
        min(load) filter (where kind = 'dumbbell' and share_below >= 0.95) as high_dumbbell,
        coalesce(sum(sets) filter (where kind = 'bar'), 0) as bar_sets,
        sum(sets) filter (
            where abs(load * 2 - round(load * 2)) > 0.004
            and abs(load * getvariable('kg_per_lb') - round(load * getvariable('kg_per_lb') * 4) / 4) < 0.006
        ) as were_kg,
        sum(sets) filter (
            where abs(load * 4 - round(load * 4)) > 0.02
            and abs(load / getvariable('kg_per_lb') - round(load / getvariable('kg_per_lb') * 2) / 2) < 0.02
        ) as were_lb,
    from free_loads
    group by lifter, sha256
),

shares as (
    select
        lifter,
        sha256,
        sets,
        barbell_halves / (barbell_sets + 1) as halves_share,
        barbell_fives / (barbell_sets + 1) as fives_share,
        dumbbells_off_fives / nullif(dumbbell_sets, 0) as off_fives_share,
        dumbbell_sets / (dumbbell_sets + 30) as dumbbell_trust,
        coalesce(bar_sets * ln(high_bar / 150), 0) / sets as bar_size,
        coalesce((sets - bar_sets) * ln(high_dumbbell / 45), 0) / sets as dumbbell_size,
        coalesce(were_kg, 0) / sets as were_kg_share,
        coalesce(were_lb, 0) / sets as were_lb_share,
    from counted
)

select * from shares
