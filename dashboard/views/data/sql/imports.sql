-- one row per file of the lifter
select
    file,
    app,
    layout,
    weight_unit,
    unit_source,
    error,
    rows_read,
    rows_loaded,
    rows_not_sets,
    rows_duplicate,
    rows_rejected,
    first_day,
    last_day,
    night_days,
    treated_as,
    rows_spared,
from imports
where lifter = $lifter
order by last_day desc, file asc, sha256 asc
