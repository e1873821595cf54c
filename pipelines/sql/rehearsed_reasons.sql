-- grain: file content (sha256), disposition other than set, reason: how many records, and the first of their lines
with reasons as (
    select
        sha256,
        disposition,
        reason,
        count(*) as records,
        min(line) as first_line,
    from landed
    where disposition <> 'set'
    group by sha256, disposition, reason
)

select * from reasons
order by sha256 asc, disposition asc, records desc, reason asc
