"""Who is told when something needs a person: by Apprise, over whatever channels the home names.

Channels are URLs in `LIFTCAST_NOTIFY`, or in `urls` of `notices.toml` in the home. What was told last is kept in
`notices.json`: the same failure is told once, then once a day. A notice that cannot be sent fails nothing.
"""

import json
import logging
import os
import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pipelines.files.atomic import write_text
from pipelines.files.logs import log
from pipelines.settings import Settings

FILE: Final = "notices.toml"
AGAIN: Final = timedelta(hours=23)
"""A nightly run is not always as long after the one before."""
_unwritten: dict[Path, dict[str, Any]] = {}
"""What this process told and could not write down."""
_TITLES: Final = {
    "failure": "Liftcast: a run failed",
    "success": "Liftcast: all is well again",
    "refused": "Liftcast: files were refused",
    "drift": "Liftcast: the data have changed",
}


def failed(settings: Settings, sentence: str) -> None:
    """Tell of a failure, once and then daily while it lasts."""
    told = _told(settings)
    if _is_due(told.get("failure"), sentence):
        _tell(settings, "failure", sentence)
        _keep(settings, told | {"failure": _now(sentence)})


def went_well(settings: Settings) -> None:
    """Tell of the first success after a failure that was told of."""
    told = _told(settings)
    if told.pop("failure", None) is not None:
        _tell(settings, "success", "The last run of everything came to its end.")
        _keep(settings, told)


def refused(settings: Settings, count: int) -> None:
    """Tell that files were refused, when there are more of them than when it was told last."""
    told = _told(settings)
    before = int(told.get("refused", 0))
    if count > before:
        files = "1 file" if count == 1 else f"{count} files"
        _tell(settings, "refused", f"{files} could not be read; `liftcast imports` says which and why.")
    if count != before:
        _keep(settings, told | {"refused": count})


def drifted(settings: Settings, sentence: str) -> None:
    """Tell that the data are no longer what the model learnt from, once and then daily while it lasts."""
    told = _told(settings)
    if _is_due(told.get("drift"), sentence=None):
        _tell(settings, "drift", sentence)
        _keep(settings, told | {"drift": _now(sentence)})


def channels(settings: Settings) -> list[str]:
    """Return the URLs of whom to tell; a file that cannot be read is told of in the log."""
    urls = [url for url in re.split(r"[\s]+|,(?=\s*\w+://)", os.environ.get("LIFTCAST_NOTIFY", "")) if url]
    path = settings.home / FILE
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8")).get("urls", [])
        urls += [url for url in stated if isinstance(url, str)]
    except FileNotFoundError:
        pass
    except (OSError, ValueError, AttributeError, TypeError):
        log.error('%s cannot be read: it is TOML with one line, urls = ["json://..."]', path)
    return urls


def _tell(settings: Settings, kind: str, text: str) -> None:
    """Send a notice to every channel; an address may hold a password, so that none is ever written down."""
    urls = channels(settings)
    if not urls:
        return
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)  # its messages name addresses
    try:
        import apprise  # noqa: PLC0415 (half a second: only who has something to tell waits)

        for url in urls:
            channel = apprise.Apprise()
            is_sent = channel.add(url) and channel.notify(title=_TITLES[kind], body=f"{text}\n{settings.home}")
            scheme = url.partition(":")[0]
            if is_sent:
                log.info("a notice went out", extra={"notice": kind, "channel": scheme})
            else:
                log.error("a notice could not be sent", extra={"notice": kind, "channel": scheme})
    except Exception:  # noqa: BLE001 (whatever a channel does, the run goes on)
        log.exception("a notice could not be sent", extra={"notice": kind})


def _is_due(last: Any, sentence: str | None) -> bool:
    """Tell whether something is new, or was told of so long ago that it is told again."""
    try:
        is_same = sentence is None or last["said"] == sentence
        return not is_same or datetime.now(UTC) - datetime.fromisoformat(last["at"]) >= AGAIN
    except (TypeError, KeyError, ValueError):
        return True


def _now(sentence: str) -> dict[str, str]:
    return {"said": sentence, "at": datetime.now(UTC).isoformat(timespec="seconds")}


def _told(settings: Settings) -> dict[str, Any]:
    if settings.home in _unwritten:
        return dict(_unwritten[settings.home])
    try:
        told = json.loads((settings.home / "notices.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _keep(settings: Settings, told: dict[str, Any]) -> None:
    _unwritten.pop(settings.home, None)
    try:
        write_text(settings.home / "notices.json", json.dumps(told), durable=False)
    except OSError:  # a full or read-only disk is what is being told of
        _unwritten[settings.home] = told
