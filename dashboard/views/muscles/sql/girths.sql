-- one row per site, style and horizon of the lifter: change in cm or kg, and where it starts from
select
    site,
    style,
    horizon_weeks,
    now,
    q10,
    q50,
    q90,
    unit,
    basis,
from girth_forecasts
where lifter = $lifter
order by site, style, horizon_weeks
