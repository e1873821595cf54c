-- `landed`: every record of every landed file. The files of the build are named in a variable, so nothing else is
-- read.
select *
from read_parquet(getvariable('landed_files'), hive_partitioning = false)
