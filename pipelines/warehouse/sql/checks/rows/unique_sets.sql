-- Each set stands once. Told 60 rows of a file at a time, by one bit for each: a group per set would be as large as
-- all sets together.
select
    lifter,
    sha256,
    min(ordinal) as first_ordinal,
    max(ordinal) as last_ordinal,
    count(*) as count_rows,
from sets
group by lifter, sha256, ordinal // 60
having count(*) <> bit_count(bit_or(1::bigint << (ordinal % 60)::int))
