-- grain: body measurement (lifter, sha256, ordinal, site, side) that no newer export replaces; kg, cm and percent
-- As with sets the newest export is right over all the days it spans, an extract on its own days; site by site, for
-- apps export sites in files of their own.
with replaced as (
    select distinct
        lifter,
        series,
        sha256,
        day,
    from measurement_overlaps
    where is_repeated or not is_extract
)

select figures.*
from measurement_figures as figures
anti join replaced using (lifter, series, sha256, day)
