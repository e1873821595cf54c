-- one row per horizon and pair of styles of one lift: the style ahead, the one behind, by how much in % of 1RM
with sided as (
    select
        horizon_weeks,
        p_a_better,
        median_pct,
        q10_pct,
        q90_pct,
        matters,
        style_a,
        style_b,
        median_pct >= 0 as is_first,
    from style_pairs
    where lifter = $lifter and subject = $exercise_id and kind = 'one_rm'
),

pairs as (
    select
        horizon_weeks,
        if(is_first, style_a, style_b) as ahead,
        if(is_first, style_b, style_a) as behind,
        if(is_first, p_a_better, 1 - p_a_better) as p_ahead,
        abs(median_pct) as median_pct,
        if(is_first, q10_pct, -q90_pct) as low_pct,
        if(is_first, q90_pct, -q10_pct) as high_pct,
        matters,
    from sided
)

select *
from pairs
order by horizon_weeks asc, matters desc, median_pct desc, ahead asc, behind asc
