-- A build says what it is, once.
select count(*) as count_rows,
from builds_meta
having count(*) <> 1
