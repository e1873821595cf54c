-- grain: one row; what a run made, in numbers
select
    builds_meta.*,
    (select count(*) from lifters) as lifters,
    (select count(*) from imports) as files,
    (
        select count(*) from imports
        where error is not null
    ) as files_refused,
    (select count(*) from sets) as sets,
    (select coalesce(sum(rows_rejected), 0) from imports)::bigint as rows_rejected,
    (select count(*) from (select distinct lifter, exercise_id from forecasts) as lifts) as lifts_forecast,
    (
        select count(*) from refused
        where kind = 'lift'
    ) as lifts_refused,
from builds_meta
