-- one row: the lifter; `weighed_on` is the day of the last body weight measured, null where none was
select
    lifter,
    unit,
    goal,
    wishes,
    simulated,
    sex,
    birth_year,
    body_weight_kg,
    (
        select max(day)
        from measurements
        where lifter = $lifter and site = 'body_weight' and not is_suspect
    ) as weighed_on,
    first_day,
    last_day,
    training_days,
from lifters
where lifter = $lifter
