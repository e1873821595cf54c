"""The licence of every package that Liftcast needs, as docs/licences.md lists them: `make licences` writes it anew.

Reads what is installed, from Liftcast's own requirements and extras on. Exit code 1 where a package is under a licence
that is neither taken without more ado nor decided on here.
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TABLE = Path(__file__).resolve().parent.parent / "docs" / "licences.md"

TAKEN = {
    "MIT": r"\bMIT\b|expat",
    "BSD": r"\bBSD\b|0BSD",
    "Apache 2.0": r"apache",
    "ISC": r"\bISC\b",
    "Python": r"PSF|python software foundation|python-2\.0|CNRI",
    "zlib": r"\bzlib\b",
    "Unlicense": r"unlicense|public domain|CC0",
    "MIT-0, HPND or ZPL": r"HPND|zope public|\bZPL\b|historical permission",
}
"""Licences that ask for no more than that their text and the names of the authors come along."""

NEEDS_DECISION = r"GPL|MPL|mozilla|artistic|garmin|proprietary|FIT\b|flexible and interoperable|UNKNOWN"

DECISIONS = {
    "text-unidecode": (
        "Artistic, or GPL: whoever uses it may choose. Comes with Prefect, through python-slugify. Taken under the "
        "Artistic licence, unchanged and not handed on by us: whoever installs Liftcast gets it from its authors."
    ),
    "garmin-fit-sdk": (
        "Garmin's own FIT licence, which is no open one. The extra `garmin`: whoever wants FIT files read takes the "
        "licence by installing it; without it a FIT file waits, with a sentence that says so."
    ),
    "certifi": "MPL 2.0: a list of certificates, unchanged. Its terms hold for its own files alone.",
    "pathspec": "MPL 2.0: unchanged. Its terms hold for its own files alone.",
    "orjson": "MPL 2.0 for its own files, else Apache 2.0 or MIT: unchanged.",
    "huey": "MIT, by the text beside its code; its metadata name no licence. Comes with MLflow.",
    "skops": "MIT, by the text beside its code; its metadata name no licence.",
    "psycopg": "LGPL 3: the extra `databases`, imported as it is and unchanged, which is what that licence allows.",
    "psycopg-binary": "LGPL 3: as psycopg.",
}


def main() -> int:
    """Write the table, and say what is yet to be decided."""
    licences = {name: licence_of(each) for name, each in sorted(needed().items())}
    open_ones = {name: said for name, said in licences.items() if not kind_of(said) and name not in DECISIONS}
    TABLE.write_text(as_page(licences), encoding="utf-8")
    for name, said in open_ones.items():
        sys.stderr.write(f"{name}: {said[:80]}: neither taken nor decided on\n")
    return 1 if open_ones else 0


def needed() -> dict[str, Distribution]:
    """Return the packages Liftcast needs, with all its extras, and those that these need in turn."""
    found: dict[str, Distribution] = {}
    waiting = [("liftcast", frozenset(distribution("liftcast").metadata.get_all("Provides-Extra") or ()))]
    seen = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:  # for another system, or another Python
            continue
        waiting += required(found[name], extras)
    del found["liftcast"]
    return found


def required(package: Distribution, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Return what a package needs here, with some of its extras."""
    for text in package.requires or ():
        wanted = Requirement(text)
        if wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield canonicalize_name(wanted.name), frozenset(wanted.extras)


def licence_of(package: Distribution) -> str:
    """Return what a package says its licence is: an expression, else its classifiers, else the first line it writes."""
    said = package.metadata
    own = (said.get("License") or "").strip().split("\n")[0][:60]
    classifiers = [each.rsplit(" :: ", 1)[-1] for each in said.get_all("Classifier") or () if "License ::" in each]
    named = ", ".join(each for each in classifiers if each != "OSI Approved")
    return said.get("License-Expression") or named or own or "UNKNOWN"


def kind_of(said: str) -> str:
    """Return by which of the licences taken a package may be used; empty where that is to be decided."""
    if re.search(NEEDS_DECISION, said):
        return ""
    return next((kind for kind, pattern in TAKEN.items() if re.search(pattern, said, re.IGNORECASE)), "")


def as_page(licences: dict[str, str]) -> str:
    """Return the page."""
    lines = [
        "# Licences",
        "",
        "What Liftcast needs to run, with all its extras, and under which licence each part is. Liftcast itself is",
        "under the MIT licence. Written by `make licences`, which fails where a licence is neither taken as it is (it",
        "asks for no more than that its text and the authors' names come along) nor decided on below. No package is",
        "changed or handed on by us: whoever installs Liftcast gets each from its authors.",
        "",
        "## Decisions",
        "",
        *(f"- **{name}**: {why}" for name, why in DECISIONS.items() if name in licences),
        "",
        "## Packages",
        "",
        "| package | licence, as it says | taken as |",
        "|---|---|---|",
        *(f"| {name} | {said} | {kind_of(said) or 'decided above'} |" for name, said in licences.items()),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
