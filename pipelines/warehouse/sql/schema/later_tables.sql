-- Tables that the forecasting stage fills, empty from the start so that no reader ever meets a missing table.
create table build.forecasts_made_of (lifter varchar, key varchar);

create table build.training_blocks (
    lifter varchar, block bigint, first_day date, last_day date, weeks double, style varchar,
    p_strength double, p_hypertrophy double, p_hybrid double, p_other double,
    phase varchar, sets_per_week double, mean_reps double, mean_share double
);

create table build.current_maxes (
    lifter varchar, exercise_id varchar, now_kg double, now_se_kg double, basis varchar, days bigint,
    tested_kg double, tested_age_days bigint
);

create table build.forecasts (
    lifter varchar, exercise_id varchar, style varchar, cutoff date, horizon_weeks bigint,
    q05 double, q10 double, q25 double, q50 double, q75 double, q90 double, q95 double,
    now_kg double, now_se_kg double, best_kg double, best_q10 double, best_q50 double, best_q90 double,
    model varchar, model_version varchar, own_share double
);

create table build.size_forecasts (
    lifter varchar, muscle varchar, style varchar, cutoff date, horizon_weeks bigint,
    q05 double, q10 double, q25 double, q50 double, q75 double, q90 double, q95 double,
    own_share double
);

create table build.plan_forecasts (
    lifter varchar, exercise_id varchar, cutoff date, horizon_weeks bigint,
    q05 double, q10 double, q25 double, q50 double, q75 double, q90 double, q95 double,
    now_kg double, now_se_kg double, best_kg double, best_q10 double, best_q50 double, best_q90 double
);

create table build.plan_sizes (
    lifter varchar, muscle varchar, cutoff date, horizon_weeks bigint,
    q05 double, q10 double, q25 double, q50 double, q75 double, q90 double, q95 double
);

create table build.style_pairs (
    lifter varchar, kind varchar, subject varchar, horizon_weeks bigint, style_a varchar, style_b varchar,
    p_a_better double, median_pct double, q10_pct double, q90_pct double, matters boolean
);

create table build.girth_forecasts (
    lifter varchar, site varchar, style varchar, cutoff date, horizon_weeks bigint,
    now double, q10 double, q50 double, q90 double, unit varchar, basis varchar
);

create table build.measured_growth (
    lifter varchar, site varchar, weeks double, days bigint, change_pct double, se_pct double, weight_change_pct double
);

create table build.refused (
    lifter varchar, subject varchar, kind varchar, reason varchar, missing varchar
);

create table build.recommendations (
    lifter varchar, goal varchar, style varchar, plan json, alternatives json, p_best double, expected json,
    next_block json, reasons json, evidence json
);

create table build.alerts (
    lifter varchar, kind varchar, subject varchar, severity varchar, facts json, since date
);

create table build.standing (
    lifter varchar, exercise_id varchar, lift varchar, sex varchar, age_band varchar, bodyweight_from_kg double,
    now_kg double, percentile double, low_percentile double, high_percentile double, peers bigint,
    year_growth_pct double, facts json
);

create table build.looking_back (
    lifter varchar, exercise_id varchar, style varchar, advised varchar, cutoff date, horizon_weeks bigint,
    best_kg double, q10 double, q50 double, q90 double, reached_kg double, is_inside boolean,
    trained varchar, is_followed boolean, given_by varchar, model_version varchar, stretch double
);

create table build.home_calibration (
    horizon_weeks bigint, stretch double, version varchar
);

create table build.live_accuracy (
    model_version varchar, horizon_weeks bigint, weeks bigint, forecasts bigint, lifters bigint,
    skill double, coverage80 double, first_known date, last_known date
);

create table build.calibration (
    candidate varchar, horizon_weeks bigint, level double, below double
);

create table build.scores (
    candidate varchar, slice varchar, horizon_weeks bigint, lifters bigint, series bigint, forecasts bigint,
    pinball double, skill double, mae double,
    coverage80 double, width80 double, coverage90 double, width90 double
);
