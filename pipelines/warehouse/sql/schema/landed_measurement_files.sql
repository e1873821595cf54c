-- `landed_measurements`: every figure of every landed body record. The files of the build are named in a variable, so
-- nothing else is read.
create view staging.landed_measurements as
select *
from read_parquet(getvariable('landed_measurement_files'), hive_partitioning = false);
