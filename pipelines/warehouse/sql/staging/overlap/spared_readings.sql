-- grain: import (lifter, sha256) taken for an extract of body measurements: the readings that stay because it is
-- As with sets (see spared_sets.sql): the smaller of two is the extract, and what is replaced anyway is not counted.
with spared as (
    select
        shared.lifter,
        shared.series,
        if(shared.is_newer_smaller, shared.newer_sha256, shared.sha256) as extract_sha256,
        shared.sha256,
        shared.day,
        any_value(shared.readings) as readings,
    from measurement_overlaps as shared
    semi join measurement_readings using (lifter, series, sha256, day)
    where shared.is_extract and not shared.is_repeated
    group by all
)

select
    lifter,
    extract_sha256 as sha256,
    sum(readings)::bigint as rows_spared,
from spared
group by lifter, extract_sha256
