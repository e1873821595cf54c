-- The marts that the build in force was made of, where a copy of them is worth making: one row or none.
--
-- Deleted rows keep their room in a file, so few may be replaced; and of who is gone nothing may stay in any file.
with staying as (
    select count(*) as sets
    from in_force.sets
    semi join staging.unchanged using (lifter)
),

gone as (
    select before.lifter
    from in_force.marts_made_of as before
    anti join staging.marts_made_of as now on before.lifter = now.lifter
),

stored as (
    select estimated_size as sets
    from duckdb_tables()
    where database_name = 'in_force' and table_name = 'sets'
)

select in_force.builds_meta.marts_key
from in_force.builds_meta
cross join staying
cross join stored
where
    staying.sets > 0
    and stored.sets - staying.sets <= $most * stored.sets
    and not exists (from gone)
