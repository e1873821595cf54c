-- one row per pipeline run, newest first
select
    command,
    outcome,
    error,
    counts,
    seconds,
    started_at,
from runs
order by started_at desc
limit $most
