-- Rows of MLflow's database that its own garbage collection leaves behind: of deleted versions, but for the highest,
-- from which the next is counted, and of what deleted runs learnt from. Statements for SQLite.
delete from model_version_tags
where
    name = $model
    and version in (
        select version from model_versions
        where name = $model and current_stage = 'Deleted_Internal'
    );

delete from model_versions
where
    name = $model
    and current_stage = 'Deleted_Internal'
    and version < (
        select max(version) from model_versions
        where name = $model
    );

delete from input_tags
where input_uuid in (
    select input_uuid from inputs
    where destination_type = 'RUN' and destination_id not in (select run_uuid from runs)
);

delete from inputs
where
    (destination_type = 'RUN' and destination_id not in (select run_uuid from runs))
    or (source_type = 'RUN_OUTPUT' and source_id not in (select run_uuid from runs));

delete from datasets
where dataset_uuid not in (select source_id from inputs);
