-- one row per file of the lifter with dates that could be day first or month first: how many, and one of them
select
    file,
    count(*) as rows,
    min(split_part(reason, ': found ', 2)) as example,
from rejected_rows
where lifter = $lifter and reason like 'date could be day first or month first%'
group by file
order by file
