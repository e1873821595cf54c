-- grain: lifter handed out: of those named, if any, and trained within so many days before the build was made, if asked
with known as (
    select lifter from lifters
    union
    select lifter from imports
)

select known.lifter
from known
left join lifters on known.lifter = lifters.lifter
where
    ($lifters is null or list_contains($lifters, known.lifter))
    and ($active_days is null or lifters.last_day > (select made_at::date from builds_meta) - $active_days)
order by known.lifter
