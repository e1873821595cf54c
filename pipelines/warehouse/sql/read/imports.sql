-- grain: ingested file
select
    lifter,
    file,
    app,
    layout,
    sha256,
    origin,
    rows_read,
    rows_loaded,
    rows_not_sets,
    rows_duplicate,
    rows_rejected,
    weight_unit,
    unit_source,
    first_day,
    last_day,
    night_days,
    treated_as,
    rows_spared,
    error,
from imports
where $lifter is null or lifter = $lifter
order by lifter, first_day nulls last, file, sha256
