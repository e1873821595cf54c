"""When schedules are due is written down while they are kept, by the clock they are meant in."""

import json
import subprocess
import sys

PROGRAM = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from pipelines.health import state
from pipelines.running.prefect_home import prepare_environment
from pipelines.settings import Settings

settings = Settings(home=Path(sys.argv[1]))
prepare_environment(settings)
from pipelines.running import due

now = datetime.now(UTC)
with due.noted(settings, crons=("0 3 * * *", "0 4 * * 0"), time_zone="Asia/Tokyo", every_s=None):
    nightly = state.next_due(settings, now)
with due.noted(settings, crons=("0 4 * * 0",), time_zone="UTC", every_s=5.0):
    soon = state.next_due(settings, now)
gone = state.next_due(settings, now)
print(json.dumps([nightly.hour, (nightly - now).total_seconds(), (soon - now).total_seconds(), gone]))
"""


def test_the_next_time_is_known_while_the_schedule_is_kept_and_not_after(tmp_path):
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path)], capture_output=True, text=True, check=True)
    hour_utc, nightly_s, soon_s, gone = json.loads(done.stdout)
    assert hour_utc in {18, 19}  # three at night in Tokyo, or four on Sundays
    assert 0 < nightly_s <= 24 * 3600
    assert 0 < soon_s < 60
    assert gone is None
