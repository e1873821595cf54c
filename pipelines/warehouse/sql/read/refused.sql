-- grain: lifter, subject that could not be forecast; someone of whom no file could be read is refused as a lifter
with
unread as (
    select
        lifter, 'lifter' as kind, lifter as subject,
        'no file of theirs could be read' as reason,
        'an export that can be read (`liftcast imports` says what was wrong)' as missing,
    from imports
    group by lifter
    having count(*) = count(error) and lifter not in (select lifters.lifter from lifters)
),

told as (
    select lifter, kind, subject, reason, missing from refused
    union all
    select lifter, kind, subject, reason, missing from unread
)

select *
from told
where $lifter is null or lifter = $lifter
order by lifter, kind, subject
