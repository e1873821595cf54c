-- No set without lifter, day, exercise, file or kind.
select *
from sets
where
    lifter is null or day is null or exercise_id is null or sha256 is null
    or set_kind not in ('working', 'warmup', 'drop', 'failure')
    or load_kind not in ('external', 'bodyweight', 'assisted')
    or set_kind is null or load_kind is null
