-- one row or none: what became of the lifter's sets between the build before and this one, and of which build that is
select
    change_counts.added,
    change_counts.changed,
    change_counts.removed,
    builds_meta.made_at,
from change_counts
cross join builds_meta
where
    change_counts.lifter = $lifter
    and change_counts.added + change_counts.changed + change_counts.removed > 0
