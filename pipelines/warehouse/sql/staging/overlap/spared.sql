-- grain: import (lifter, sha256) taken for an extract: sets and body readings that stay because it is
with spared as (
    from spared_sets
    union all
    from spared_readings
)

select
    lifter,
    sha256,
    sum(rows_spared)::bigint as rows_spared,
from spared
group by lifter, sha256
