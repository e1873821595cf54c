-- grain: lifter of several apps, app; the app that holds most of the lifter's sets is preferred (1)
with held as (
    select
        lifter,
        app,
        count(*) as sets,
    from several_apps_sets
    group by lifter, app
),

ranked as (
    select
        lifter,
        app,
        row_number() over (partition by lifter order by sets desc, app asc) as preference,
    from held
    qualify count(*) over (partition by lifter) > 1
)

select * from ranked
