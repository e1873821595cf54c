"""Under which licences the packages are that Liftcast needs."""

import re

import pytest

from benchmarks import licences
from pipelines.settings import PROJECT


def test_each_licence_is_taken_or_decided_on():
    packages = licences.needed()
    assert {"streamlit", "prefect", "text-unidecode", "authlib", "psycopg"} <= set(packages)
    said = {name: licences.licence_of(package) for name, package in packages.items()}
    assert [name for name in said if not licences.kind_of(said[name]) and name not in licences.DECISIONS] == []


@pytest.mark.parametrize(
    ("said", "kind"),
    [("MIT License", "MIT"), ("BSD-3-Clause", "BSD"), ("Apache Software License", "Apache 2.0"), ("UNKNOWN", ""),
     ("GNU General Public License v3 (GPLv3)", ""), ("MPL-2.0 AND MIT", ""), ("", "")],
)  # fmt: skip
def test_what_is_taken_without_a_decision(said, kind):
    assert licences.kind_of(said) == kind


def test_the_page_lists_every_package_that_is_locked():
    listed = set(re.findall(r"^\| ([\w.-]+) \|", licences.TABLE.read_text(encoding="utf-8"), re.MULTILINE))
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    locked = {name for name, marker in re.findall(r"^([\w.-]+)==\S+( ;.*)?", lock, re.MULTILINE) if not marker}
    assert sorted(locked - listed) == [], "`make licences` writes the page anew"
