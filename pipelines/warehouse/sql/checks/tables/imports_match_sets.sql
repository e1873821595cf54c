-- What the imports say was loaded stands in `sets` or gave a row of `measurements`, and nothing else does.
with given as (
    select
        lifter,
        sha256,
        ordinal,
    from sets
    union all
    select distinct
        lifter,
        sha256,
        ordinal,
    from measurements
),

counted as (
    select
        lifter,
        sha256,
        count(*) as count_given,
    from given
    group by lifter, sha256
)

select *
from imports
full join counted using (lifter, sha256)
where coalesce(rows_loaded, 0) <> coalesce(count_given, 0)
