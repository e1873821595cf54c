-- Lifters whose rows are being made: those of all others are there already, or come later.
create or replace table staging.being_made as
select unnest($lifters)::varchar as lifter
