-- marts_made_of: one row per lifter with an ingested file or a stated decision: what their rows are made of, as a key.
create table staging.marts_made_of as
select
    unnest($lifters)::varchar as lifter,
    unnest($keys)::varchar as key
