-- grain: lifter whose sets are not what they were in the build in force before (`builds_meta.compared_with`)
-- Of a lifter without sets before, all are added. Duplicate: rows that count elsewhere now and did not before.
with kinds as (
    select
        lifter,
        count(*) filter (where kind = 'added') as added,
        count(*) filter (where kind = 'changed') as changed,
        count(*) filter (where kind = 'removed') as removed,
    from set_changes
    group by lifter
    union all
    select
        lifter,
        count(*) as added,
        0 as changed,
        0 as removed,
    from sets
    anti join sets_before on sets.lifter = sets_before.lifter
    group by lifter
),

duplicates as (
    select
        lifter,
        sum(rows_duplicate) as duplicate,
    from imports
    group by lifter
),

duplicates_before as (
    select
        lifter,
        sum(rows_duplicate) as duplicate,
    from imports_before
    group by lifter
),

counted as (
    select
        duplicates.lifter,
        coalesce(kinds.added, 0) as added,
        coalesce(kinds.changed, 0) as changed,
        coalesce(kinds.removed, 0) as removed,
        greatest(duplicates.duplicate - coalesce(duplicates_before.duplicate, 0), 0)::bigint as duplicate,
    from duplicates
    left join kinds on duplicates.lifter = kinds.lifter
    left join duplicates_before on duplicates.lifter = duplicates_before.lifter
)

select * from counted
where added + changed + removed + duplicate > 0
