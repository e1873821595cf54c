-- Nothing that cannot be negative is, but for typing errors marked as such. An assisted load may carry a minus
-- sign, as some apps write it.
select *
from sets
where
    (load_kind = 'external' and load_kg < 0 and not is_suspect)
    or effective_load_kg < 0 or reps < 0 or seconds < 0 or distance_m < 0
    or one_rm_kg <= 0 or one_rm_se <= 0
