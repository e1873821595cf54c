-- grain: lifter, exercise_id: the newest cutoff in the files of forecasts given
with kept_forecasts as (
    select
        lifter,
        exercise_id,
        max(cutoff)::date as cutoff,
    from read_parquet($given, union_by_name = true)
    group by lifter, exercise_id
)

select *
from kept_forecasts
