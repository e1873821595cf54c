"""Fuzz identification and every format's reader, guided by coverage, and print what each target took and found.

Usage: python benchmarks/fuzz.py KEPT [--seconds N] [--targets NAME ...]

Needs `atheris` (of the development dependencies; Linux only). KEPT is a folder that keeps the inputs that reached new
code, from one campaign to the next, and the findings. A target is fuzzed for N seconds (600) in a process of its own,
from the golden files of the tests that are its app's; then comes the next. A reader may refuse a file with an error of
our own type, and nothing else: any other exception, an answer that takes more than 10 seconds and more than 1 GB of
memory are findings, each kept once under KEPT/findings. KEPT/record.jsonl has a line for every target and campaign.
What is found and mended goes, as small as it can be made, to tests/pipelines/exports/fuzzed.
"""

import argparse
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
GOLDEN: Final = [ROOT / "tests/pipelines/exports" / folder for folder in ("golden", "golden_measurements", "fuzzed")]
MOST_SECONDS: Final = 10
MOST_MB: Final = 1024
LEAST_LENGTH: Final = 4096
EXECUTED: Final = re.compile(r"^stat::number_of_executed_units:\s*(\d+)", re.MULTILINE)
PEAK: Final = re.compile(r"^stat::peak_rss_mb:\s*(\d+)", re.MULTILINE)
FIT_HEADER_BYTES: Final = 14

Target = Callable[[Path], None]


def targets() -> dict[str, Target]:
    """Everything that is fuzzed, by name: takes the place of a file and reads it."""
    from pipelines.exports.body.identify import body_formats
    from pipelines.exports.identify import formats

    workouts: dict[str, Target] = {f"workouts {form.app}": _reader(form) for form in formats()}
    body: dict[str, Target] = {f"body {form.app}": _body_reader(form) for form in body_formats()}
    return {"identification": _identify, "own tables": _map, "landing": _land(), **workouts, **body}


def _identify(path: Path) -> None:
    """Ask every format, of workouts and of the body."""
    from pipelines.exports.body.identify import identify_body
    from pipelines.exports.identify import identify

    source = _source(path)
    identify_body(source)
    identify(source)


def _reader(form: Any) -> Target:
    """Reader of one app's workouts, with every record as it stands in the file."""

    def read(path: Path) -> None:
        source = _source(path)
        if form.recognises(source):
            reading = form.read(source)
            raw = reading.raw(range(len(reading.logged)))
            if len(raw) != len(reading.logged):
                raise AssertionError(f"{len(raw)} records as they stand in the file, {len(reading.logged)} read")

    return read


def _body_reader(form: Any) -> Target:
    """Reader of one app's body measurements."""

    def read(path: Path) -> None:
        source = _source(path)
        if form.recognises(source):
            form.read(source)

    return read


def _map(path: Path) -> None:
    """Read a table of one's own by the mapping that is guessed for it."""
    from pipelines.exports.own_tables.mapping import parse_mapping
    from pipelines.inbox.mapmaking import make_mapping

    mapping = parse_mapping(make_mapping(path, None).text, "fuzz.mapping.toml")
    source = _source(path)
    if mapping.recognises(source):
        mapping.read(source)


def _land() -> Target:
    """All of an ingest of one file: read, typed, accounted for, written."""
    from pipelines.files.unforeseen import is_label
    from pipelines.inbox.archive import LedgerEntry, store
    from pipelines.landing.landing import land
    from pipelines.settings import Settings

    settings = Settings(home=Path(tempfile.mkdtemp()), threads=1)

    def read(path: Path) -> None:
        with path.open("rb") as stream:
            sha256 = store(settings, stream)
        entry = LedgerEntry(lifter="a", file="fuzz", sha256=sha256, origin="inbox", first_seen_at="2036-01-01")
        try:
            for _, landing in land(settings, [entry]):
                if is_label(landing.made_by):
                    raise AssertionError(landing.error)
                if landing.landed:
                    (settings.landed / landing.landed).unlink()
        finally:
            (settings.exports / sha256).unlink()

    return read


def _source(path: Path) -> Any:
    from pipelines.exports.reading.source import Source

    return Source(path, path.name)


def fuzz_here(name: str, seconds: int, kept: Path) -> None:
    """Fuzz one target in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(include=["pipelines", "garmin_fit_sdk"]):
        target = targets()[name]
    from pipelines.errors import LiftcastError

    known = {json.loads(line)["where"] for line in _lines(kept / "findings.jsonl")}
    path = Path(tempfile.mkdtemp()) / "fuzz"

    def once(content: bytes) -> None:
        path.write_bytes(content)
        try:
            target(path)
        except LiftcastError:
            pass
        except Exception as error:  # noqa: BLE001 (which is what is looked for)
            where = _where(error)
            if where not in known:
                known.add(where)
                _keep(kept, name, where, content)

    corpus = kept / name.replace(" ", "-")
    corpus.mkdir(parents=True, exist_ok=True)
    longest = _seed(corpus, name)
    words = [
        f"-max_total_time={seconds}",
        f"-timeout={MOST_SECONDS}",
        f"-rss_limit_mb={MOST_MB}",
        f"-max_len={max(LEAST_LENGTH, 2 * longest)}",
        f"-artifact_prefix={kept / 'findings'}/{corpus.name}-",
        "-print_final_stats=1",
    ]
    mutators = {"custom_mutator": _whole_fit} if name == "workouts garmin" else {}
    atheris.Setup(["fuzz", *words, str(corpus)], once, **mutators)
    atheris.Fuzz()


def _whole_fit(content: bytes, most_bytes: int, seed: int) -> bytes:
    """Change a FIT file, and mostly make its lengths and checksums fit again: else no change gets past them."""
    import atheris
    from garmin_fit_sdk import CrcCalculator

    changed = bytearray(atheris.Mutate(content, most_bytes))
    if seed % 8 and len(changed) > FIT_HEADER_BYTES + 2:
        inside = len(changed) - 2
        changed[0] = FIT_HEADER_BYTES
        changed[4:8] = (inside - FIT_HEADER_BYTES).to_bytes(4, "little")
        changed[8:12] = b".FIT"
        changed[12:14] = bytes(2)
        changed[inside:] = CrcCalculator.calculate_crc(changed, 0, inside).to_bytes(2, "little")
    return bytes(changed)


def _seed(corpus: Path, name: str) -> int:
    """Put what a target begins with into its corpus: files of its app, or of all; the longest one's length."""
    app = name.rsplit(" ", maxsplit=1)[-1]
    is_of_all = name in {"identification", "landing", "own tables"}
    seeds = [_workbook()] if is_of_all or name == "body macrofactor" else []
    for path in (path for folder in GOLDEN if folder.is_dir() for path in sorted(folder.iterdir())):
        is_of_app = path.name.startswith(app) or path.name.split("_")[0].split(".")[0] == app.removesuffix("_api")
        if not path.name.endswith(".golden.json") and (is_of_all or is_of_app):
            seeds.append(path.read_bytes())
    for content in seeds:
        (corpus / hashlib.sha256(content).hexdigest()).write_bytes(content)
    return max(map(len, seeds), default=0)


def _workbook() -> bytes:
    """A small workbook with the sheets that are read."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Scale Weight"
    for row in (("Date", "Weight (kg)", "Fat Percent"), ("2026-03-01", 80.5, 20), ("2026-03-02", 80.1, None)):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _where(error: Exception) -> str:
    """What an error is and where in our code it came up: the same finding met again is told by it."""
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if "/pipelines/" in frame.filename]
    last = own[-1] if own else traceback.extract_tb(error.__traceback__)[-1]
    words = f": {error}"[:200] if isinstance(error, AssertionError) else ""
    return f"{type(error).__name__} in {last.filename.split('/pipelines/')[-1]}, {last.name}: {last.line}{words}"


def _keep(kept: Path, name: str, where: str, content: bytes) -> None:
    """Write a finding down."""
    place = kept / "findings" / f"{name.replace(' ', '-')}-{hashlib.sha256(content).hexdigest()[:12]}"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    with (kept / "findings.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"target": name, "where": where, "file": place.name}) + "\n")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def fuzz(name: str, seconds: int, kept: Path) -> dict[str, Any]:
    """Fuzz one target in a process of its own, started again where an input took too long or too much memory."""
    (kept / "findings").mkdir(parents=True, exist_ok=True)
    before = set((kept / "findings").iterdir())
    began = time.monotonic()
    executed, peak_mb, failures = 0, 0, 0
    while (left := seconds - int(time.monotonic() - began)) > 0 and failures < MOST_SECONDS:
        words = [sys.executable, __file__, str(kept), "--seconds", str(left), "--here", name]
        with tempfile.TemporaryDirectory(prefix="liftcast-fuzz-") as place:  # a fuzzer ends without tidying up
            taken = os.environ | {"TMPDIR": place}
            done = subprocess.run(
                words, capture_output=True, text=True, errors="replace", check=False, cwd=ROOT, env=taken
            )
        executed += sum(map(int, EXECUTED.findall(done.stderr)))
        peak_mb = max([peak_mb, *map(int, PEAK.findall(done.stderr))])
        if done.returncode == 0:
            break
        failures += 1
        if not EXECUTED.search(done.stderr):
            sys.exit(f"{name}: could not be fuzzed (is atheris installed?): {done.stderr[-2000:]}")
    found = sorted(path.name for path in set((kept / "findings").iterdir()) - before)
    seconds = round(time.monotonic() - began)
    return {"target": name, "seconds": seconds, "executions": executed, "peak_mb": peak_mb, "findings": found}


def main() -> None:
    """Go round the targets; exit with 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kept", type=Path)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--targets", nargs="+")
    parser.add_argument("--here", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    kept = asked.kept.resolve()
    sys.path.insert(0, str(ROOT))
    if asked.here:
        fuzz_here(asked.here, asked.seconds, kept)
        return
    is_clean = True
    print(f"{'target':<28}{'seconds':>9}{'executions':>12}{'peak MB':>9}  findings", flush=True)
    for name in asked.targets or list(targets()):
        row = fuzz(name, asked.seconds, kept)
        with (kept / "record.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        print(
            f"{name:<28}{row['seconds']:>9,}{row['executions']:>12,}{row['peak_mb']:>9,}  {', '.join(row['findings'])}",
            flush=True,
        )
        is_clean = is_clean and not row["findings"]
    sys.exit(0 if is_clean else 1)


if __name__ == "__main__":
    main()
