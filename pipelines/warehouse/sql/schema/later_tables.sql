-- Tables that the forecasting stage fills, empty from the start so that no reader ever meets a missing table.
create table build.training_blocks (
    lifter varchar, block bigint, first_day date, last_day date, weeks double, style varchar,
    p_strength double, p_hypertrophy double, p_hybrid double, p_other double,
    phase varchar, sets_per_week double, mean_reps double, mean_share double
);

create table build.forecasts (
    lifter varchar, exercise_id varchar, style varchar, cutoff date, horizon_weeks bigint,
    q05 double, q10 double, q25 double, q50 double, q75 double, q90 double, q95 double,
    now_kg double, now_se_kg double, model varchar, model_version varchar, own_share double
);

create table build.size_forecasts (
    lifter varchar, muscle varchar, style varchar, cutoff date, horizon_weeks bigint,
    q05 double, q10 double, q25 double, q50 double, q75 double, q90 double, q95 double,
    own_share double
);

create table build.refused (
    lifter varchar, subject varchar, kind varchar, reason varchar, missing varchar
);

create table build.recommendations (
    lifter varchar, goal varchar, style varchar, plan json, p_best double, expected json,
    next_block json, reasons json, evidence json
);

create table build.alerts (
    lifter varchar, kind varchar, subject varchar, severity varchar, facts json, since date
);

create table build.scores (
    candidate varchar, slice varchar, horizon_weeks bigint, lifters bigint, series bigint, forecasts bigint,
    pinball double, skill double, mae double,
    coverage80 double, width80 double, coverage90 double, width90 double
);
