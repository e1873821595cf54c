-- What the imports say was loaded stands in `sets`, and nothing else does.
with counted as (
    select
        lifter,
        sha256,
        count(*) as count_sets,
    from sets
    group by lifter, sha256
)

select *
from imports
full join counted using (lifter, sha256)
where coalesce(rows_loaded, 0) <> coalesce(count_sets, 0)
