-- one row: the build being read
select
    build,
    kind,
    made_at,
    simulated,
    model,
    model_version,
from builds_meta
