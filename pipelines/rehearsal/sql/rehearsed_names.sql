-- grain: file content (sha256), lifter, exported name: how many sets
with names as (
    select
        sha256,
        lifter,
        exported_name,
        count(*) as sets,
    from landed
    where disposition = 'set'
    group by sha256, lifter, exported_name
)

select * from names
order by sha256 asc, sets desc, exported_name asc
