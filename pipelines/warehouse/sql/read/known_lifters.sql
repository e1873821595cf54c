-- grain: lifter with a log, or with a file that could not be read
select lifter from lifters
union
select lifter from imports
order by lifter
