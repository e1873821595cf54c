"""The nightly job as a deployment of the Prefect server that a club already has.

`PREFECT_API_URL=http://... python examples/gym/deployment.py /srv/club/tonight /srv/results` stays up and runs it at
three in the morning. Liftcast's own server (`liftcast schedule`) is another and need not run.
"""

import subprocess
import sys
from pathlib import Path

from prefect import flow, get_run_logger

NIGHTLY = Path(__file__).with_name("nightly.sh")
LOOK = 1  # exit code of a night that ended well, after which somebody has to look


@flow(name="club-nightly", retries=1, retry_delay_seconds=600)
def nightly(tonight: str, results: str) -> int:
    """Run one night; what went wrong fails the flow run, what somebody has to look at is a warning."""
    done = subprocess.run([NIGHTLY, tonight, results], check=False, capture_output=True, text=True)
    log = get_run_logger()
    log.info(done.stderr)
    if done.returncode > LOOK:
        raise RuntimeError(f"the night ended with code {done.returncode}")
    if done.returncode == LOOK:
        log.warning("something was refused or is to be decided: see ingest.json and `liftcast imports`")
    return done.returncode


if __name__ == "__main__":
    nightly.serve(name="club", cron="0 3 * * *", parameters={"tonight": sys.argv[1], "results": sys.argv[2]}, limit=1)
