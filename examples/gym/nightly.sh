#!/bin/sh
# One night at the club: $1 is the file or folder of what came since, $2 where the results go.
# LIFTCAST_HOME says where Liftcast keeps everything. Ends with 0, or with 1 where somebody has to look.
set -eu

code=0
liftcast ingest "$1" --name sets --lifter club --max-removed 500 --max-rejected 1% --json --progress json \
    > "$2/ingest.json" 2> "$2/ingest.log" || code=$?
test "$code" -le 1 || exit "$code"      # 1: done, but something was refused or is to be decided
liftcast refresh --quiet || test $? -eq 1
liftcast export all --format parquet --to "$2/tables"
exit "$code"
