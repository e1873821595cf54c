-- grain: one row; which build it is
select
    build,
    kind,
    made_at,
    simulated,
from builds_meta
