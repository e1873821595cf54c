-- Every rejected record is kept with its line.
with counted as (
    select
        lifter,
        sha256,
        count(*) as count_rejected,
    from rejected_rows
    group by lifter, sha256
)

select *
from imports
full join counted using (lifter, sha256)
where coalesce(rows_rejected, 0) <> coalesce(count_rejected, 0)
