-- grain: lifter, app, exported_name
with exported as (
    select distinct
        lifter,
        app,
        exported_name,
    from loads
)

select * from exported
