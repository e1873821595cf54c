-- grain: ingested file (lifter, sha256); rows_read = rows_loaded + rows_not_sets + rows_duplicate + rows_rejected
with loaded as (
    select
        lifter,
        sha256,
        count(*) as rows_loaded,
    from sets
    group by lifter, sha256
),

accounted as (
    select
        entries.lifter,
        entries.file,
        entries.app,
        entries.layout,
        entries.sha256,
        entries.origin,
        coalesce(spans.rows_read, 0) as rows_read,
        coalesce(loaded.rows_loaded, 0) as rows_loaded,
        coalesce(spans.rows_not_sets, 0) as rows_not_sets,
        coalesce(spans.rows_sets, 0) - coalesce(loaded.rows_loaded, 0) as rows_duplicate,
        coalesce(spans.rows_rejected, 0) as rows_rejected,
        case
            when units.inferred_unit is null then units.stated_units
            when units.stated_units is null then units.inferred_unit
            else units.stated_units || '+' || units.inferred_unit
        end as weight_unit,
        units.unit_source,
        spans.first_day,
        spans.last_day,
        entries.error,
    from entries
    left join import_spans as spans on spans.lifter = entries.lifter and spans.sha256 = entries.sha256
    left join loaded on loaded.lifter = entries.lifter and loaded.sha256 = entries.sha256
    left join units on units.lifter = entries.lifter and units.sha256 = entries.sha256
)

select * from accounted
