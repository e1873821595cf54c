-- one row per muscle, horizon and style of the lifter: what the style adds to carrying on, in points of size
with against_as_now as (
    select
        subject as muscle,
        horizon_weeks,
        if(style_a = 'as_now', style_b, style_a) as style,
        if(style_a = 'as_now', -median_pct, median_pct) as median_pct,
        if(style_a = 'as_now', 1 - p_a_better, p_a_better) as p_better,
        matters,
    from style_pairs
    where lifter = $lifter and kind = 'size' and 'as_now' in (style_a, style_b)
)

select *
from against_as_now
order by muscle, horizon_weeks, style
