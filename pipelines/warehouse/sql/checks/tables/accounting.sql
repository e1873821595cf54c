-- Every record read is loaded, no set, a duplicate or rejected, and nothing is counted below zero.
select *
from imports
where
    rows_read <> rows_loaded + rows_not_sets + rows_duplicate + rows_rejected
    or least(rows_loaded, rows_not_sets, rows_duplicate, rows_rejected) < 0
