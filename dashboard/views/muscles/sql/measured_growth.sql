-- one row per site of the lifter: how much the muscle under it grew by tape and scales
select
    site,
    weeks,
    days,
    change_pct,
    se_pct,
    weight_change_pct,
from measured_growth
where lifter = $lifter
order by site
