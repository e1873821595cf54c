-- grain: ingested file (lifter, sha256) by which sets are not what they were in the build in force before
-- A set that is gone is gone by the newest file of its app that came since; where none came, by its own.
with newcomers as (
    select
        entries.lifter,
        entries.app,
        arg_max(entries.sha256, (entries.first_seen_at, entries.file, entries.sha256)) as sha256,
    from entries
    anti join imports_before on entries.lifter = imports_before.lifter and entries.sha256 = imports_before.sha256
    where entries.error is null and not entries.is_left_out
    group by entries.lifter, entries.app
),

changed as (
    select
        set_changes.lifter,
        coalesce(set_changes.sha256, newcomers.sha256, set_changes.sha256_before) as sha256,
        set_changes.kind,
    from set_changes
    left join entries
        on set_changes.lifter = entries.lifter and set_changes.sha256_before = entries.sha256
    left join newcomers on entries.lifter = newcomers.lifter and entries.app = newcomers.app
    union all
    select
        sets.lifter,
        sets.sha256,
        'added' as kind,
    from sets
    anti join sets_before on sets.lifter = sets_before.lifter
)

select
    lifter,
    sha256,
    count(*) filter (where kind = 'added') as added,
    count(*) filter (where kind = 'changed') as changed,
    count(*) filter (where kind = 'removed') as removed,
from changed
group by lifter, sha256
