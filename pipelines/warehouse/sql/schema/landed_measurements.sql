-- An empty `landed_measurements`, for a warehouse before its first body measurement. Columns as in
-- docs/tables.md.
create table staging.landed_measurements (
    lifter varchar,
    app varchar,
    layout varchar,
    sha256 varchar,
    line bigint,
    ordinal bigint,
    disposition varchar,
    reason varchar,
    raw varchar,
    measured_at timestamp,
    day date,
    site varchar,
    side varchar,
    kind varchar,
    value double,
    unit varchar
);
