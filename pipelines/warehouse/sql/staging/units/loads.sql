-- grain: import (lifter, sha256), exported_name, load_unit, load_value, load_includes_body_weight: how often each
-- was logged
with loads as (
    select
        lifter,
        app,
        sha256,
        exported_name,
        load_unit,
        load_value,
        load_includes_body_weight,
        count(*) as sets,
        max(day) as last_day,
    from landed
    where disposition = 'set'
    group by all
)

select * from loads
