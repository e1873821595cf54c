"""What people ask the app to do, from a page or a terminal: noted, done by the next refresh, and answered.

What a person decides is in the inbox already when they ask; a request says that somebody waits for it, and what came
of it. A refresh answers all that was asked before it began, however it was started.
"""

import json
import uuid
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any, Final, Literal, TypeAlias

from pipelines.errors import WrongUseError
from pipelines.files.atomic import write_bytes, write_text
from pipelines.files.locking import is_scheduled
from pipelines.files.names import may_be_lifter
from pipelines.files.private import private
from pipelines.inbox.offers import COMPANIONS
from pipelines.landing.reports import IngestReport
from pipelines.running.underway import now_underway
from pipelines.settings import Settings

Kind: TypeAlias = Literal["upload", "mapping", "profile", "correction", "refresh"]
State: TypeAlias = Literal["waiting", "underway", "done", "refused", "failed"]

KEPT: Final = 30
"""Requests that are answered already and still shown."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What somebody asked for, and what came of it.

    Parameters
    ----------
    request : str
        Its name; later ones sort later.
    kind : {"upload", "mapping", "profile", "correction", "refresh"}
        What was changed before it was asked.
    lifter : str
        Whose; empty where it concerns everybody.
    files : tuple of str
        The files of the inbox that were written, by name.
    asked_at : str
        UTC, in ISO's form.
    state : {"waiting", "underway", "done", "refused", "failed"}
        How it stands: refused where a file could not be used.
    answer : str
        What came of it, in a sentence.
    build : str
        The build that knows of it.
    ended_at : str
        UTC, in ISO's form.
    """

    request: str
    kind: Kind
    lifter: str = ""
    files: tuple[str, ...] = ()
    asked_at: str
    state: State = "waiting"
    answer: str = ""
    build: str = ""
    ended_at: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is yet to be answered."""
        return self.state in {"waiting", "underway"}


def ask(
    settings: Settings, kind: Kind, *, lifter: str = "", files: Mapping[str, bytes | None] | None = None
) -> Request:
    """Ask for a refresh, after putting files into the lifter's inbox; the app that stays up begins within a second.

    Parameters
    ----------
    settings : Settings
    kind : str
        What it is about, as of `Request`.
    lifter : str
        Whose files they are.
    files : mapping of str to bytes or None
        What to write into the inbox, by name; None for a file that is written already. An export of a name that is
        taken goes beside the one there.

    Returns
    -------
    Request
        As noted. Where no app is up (`is_taken_up`) it waits for the next `liftcast refresh`.

    Raises
    ------
    WrongUseError
        A name that no lifter or no file of the inbox can have; nothing is written.
    """
    files = files or {}
    for name in files:
        if PurePath(name).name != name or not may_be_lifter(name):
            raise WrongUseError(f"{name!r} is no name for a file of the inbox: say it without folders or a leading dot")
    if lifter and not may_be_lifter(lifter):
        raise WrongUseError(f"{lifter!r} is no name for a lifter: it must be able to be a folder's")
    names = []
    for name, content in files.items():
        names.append(name if content is None else _free_name(settings.inbox / lifter, name, content))
        if content is not None:
            with private():
                write_bytes(settings.inbox / lifter / names[-1], content)
    now = datetime.now(UTC)
    request = Request(
        request=f"{now:%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:6]}",
        kind=kind,
        lifter=lifter,
        files=tuple(names),
        asked_at=_in_iso(now),
    )
    _write(settings, request)
    return request


def is_taken_up(settings: Settings) -> bool:
    """Tell whether an app is up that does what is asked."""
    return is_scheduled(settings)


def is_due(settings: Settings) -> bool:
    """Tell whether something is asked that nobody is at."""
    states = {request.state for request in open_requests(settings)}
    return "waiting" in states or ("underway" in states and not now_underway(settings))


def open_requests(settings: Settings) -> list[Request]:
    """Return what is yet to be answered, the newest first: little to read, for those who look every other second."""
    return _read(_folder(settings))


def requests(settings: Settings) -> list[Request]:
    """Return what was asked, the newest first."""
    found = {request.request: request for request in open_requests(settings)}
    found |= {request.request: request for request in _read(_answered(settings))}
    return [found[name] for name in sorted(found, reverse=True)]


@dataclass(kw_only=True)
class Answering:
    """What a refresh has to answer with.

    Parameters
    ----------
    report : IngestReport or None
        What became of the files.
    build : str
        The build put in force.
    """

    report: IngestReport | None = None
    build: str = ""


@contextmanager
def answered(settings: Settings, *, is_training: bool = False) -> Iterator[Answering]:
    """Take up all that is asked, and answer it on leaving: with what was made, or with what went wrong.

    What is underway when a refresh is stopped or cut off stays so, and is taken up again by the next. With a training
    in between nobody should have to wait: what is asked is left to whoever refreshes meanwhile, and answered here only
    if nobody did.
    """
    taken = {request.request for request in open_requests(settings)}
    if not is_training:
        for request in _open(settings, taken):
            _write(settings, replace(request, state="underway"))
    made = Answering()
    try:
        yield made
    except Exception as error:
        for request in [] if is_training else _open(settings, taken):
            _end(settings, request, "failed", f"{_said(request)} could not be taken in: {error}", "")
        raise
    for request in _open(settings, taken):
        refused = _refusals(request, made.report)
        answer = " ".join(refused) or f"{_said(request)} is in the results now."
        _end(settings, request, "refused" if refused else "done", answer, made.build)
    _forget_oldest(settings)


def _open(settings: Settings, names: Collection[str]) -> list[Request]:
    """Return those of the requests named that are yet to be answered."""
    return [request for request in open_requests(settings) if request.request in names]


def _refusals(request: Request, report: IngestReport | None) -> list[str]:
    """Say which of the request's files could not be used, and why."""
    return [
        f"{file.file} was refused: {file.error}"
        for file in (report.files if report else ())
        if file.error and file.file in request.files and file.lifter == (request.lifter or file.lifter)
    ]


def _said(request: Request) -> str:
    """Name what was asked, as the beginning of a sentence."""
    return ", ".join(request.files) or "What was asked for"


def _end(settings: Settings, request: Request, state: State, answer: str, build: str) -> None:
    """Write the answer down, then take the request from those that are open."""
    ended = replace(request, state=state, answer=answer, build=build, ended_at=_in_iso(datetime.now(UTC)))
    _write(settings, ended)
    (_folder(settings) / f"{request.request}.json").unlink(missing_ok=True)


def _free_name(folder: Path, name: str, content: bytes) -> str:
    """Return a name under which nothing else lies: two exports of one name may both be new."""
    place, number = folder / name, 1
    while name.casefold() not in COMPANIONS and place.exists() and place.read_bytes() != content:
        number += 1
        place = folder / f"{PurePath(name).stem} ({number}){PurePath(name).suffix}"
    return place.name


def _in_iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _read(folder: Path) -> list[Request]:
    """Read the requests in a folder, the newest first."""
    found = []
    for path in sorted(folder.glob("*.json"), reverse=True):
        try:
            said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            found.append(Request(**said | {"files": tuple(said["files"])}))
        except (OSError, ValueError, TypeError, KeyError):  # answered as we looked, torn, or another version's
            continue
    return found


def _write(settings: Settings, request: Request) -> None:
    folder = _folder(settings) if request.is_open else _answered(settings)
    with private():
        write_text(folder / f"{request.request}.json", json.dumps(asdict(request)), durable=False)


def _forget_oldest(settings: Settings) -> None:
    for path in sorted(_answered(settings).glob("*.json"), reverse=True)[KEPT:]:
        path.unlink(missing_ok=True)


def _folder(settings: Settings) -> Path:
    return settings.home / "requests"


def _answered(settings: Settings) -> Path:
    return _folder(settings) / "answered"
