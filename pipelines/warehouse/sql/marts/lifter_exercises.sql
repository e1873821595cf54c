-- grain: lifter, exercise_id that an export of theirs names; `exported_name` is the first of its names by the alphabet
select
    lifter,
    exercise_id,
    min(exported_name) as exported_name,
    bool_or(is_mapped) as is_mapped,
    any_value(load_kind) as load_kind,
from names
group by lifter, exercise_id
