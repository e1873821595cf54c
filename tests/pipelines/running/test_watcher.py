"""When a refresh is due: what came to rest, once, and what fails less and less often."""

import os
import time

import pytest

from pipelines.running import watcher
from pipelines.running.steps import refresh
from pipelines.running.watcher import Watcher


def drop(settings, name, text="Date,Exercise\n", *, age_s=60.0):
    path = settings.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    then = time.time() - age_s
    os.utime(path, (then, then))
    return path


@pytest.fixture
def watching(settings):
    """Watch a home with a build, to which nothing is new."""
    drop(settings, "a.csv", "not an export\n")
    refresh(settings)
    watching = Watcher(settings)
    assert not watching.is_due()
    return watching


def test_a_home_without_a_build_is_due_at_once(settings):
    settings.inbox.mkdir(parents=True)
    assert Watcher(settings).is_due()


def test_while_a_training_is_on_only_files_are_a_reason(settings, watching):
    (settings.home / "made_of.json").unlink()  # as when another version or another model made the results
    assert not watching.is_due(files_only=True)
    drop(settings, "b.csv", "nor this\n")
    assert watching.is_due(files_only=True)


def test_a_file_at_rest_is_due_once_and_after_it_was_taken_in_no_more(settings, watching):
    drop(settings, "b.csv", "nor this\n")
    assert watching.is_due()
    refresh(settings)
    assert watching.failed() == []
    assert not watching.is_due()


def test_a_file_still_being_written_waits_and_holds_up_no_other(settings, watching, monkeypatch):
    monkeypatch.setattr(watcher, "REST_S", 0.3)
    growing = drop(settings, "b.csv", age_s=-3600)  # its clock is ahead: only ours can tell
    assert not watching.is_due()
    drop(settings, "c.csv")
    assert watching.is_due()
    growing.unlink()
    (settings.inbox / "c.csv").unlink()
    drop(settings, "b.csv", "longer\n", age_s=-3600)
    assert not watching.is_due()
    time.sleep(0.4)
    assert watching.is_due()


def test_a_profile_that_changes_or_goes_is_due(settings, watching):
    path = drop(settings, "profile.toml", "birth_year = 1990\n")
    assert watching.is_due()
    refresh(settings)
    assert watching.failed() == []
    path.unlink()
    assert watching.is_due()
    refresh(settings)
    assert not watching.is_due()


def test_what_fails_is_told_once_and_tried_less_often_until_it_changes(settings, watching, monkeypatch):
    monkeypatch.setattr(watcher, "FIRST_PAUSE_S", 0.4)
    drop(settings, "b.csv")
    assert watching.is_due()
    assert not watching.is_retry
    assert watching.failed() == [("me/b.csv", 0.4)]  # as nothing refreshed it
    assert not watching.is_due()
    time.sleep(0.5)
    assert watching.is_due()
    assert watching.is_retry
    assert watching.failed() == []
    time.sleep(0.5)
    assert not watching.is_due()  # twice as long now
    drop(settings, "b.csv", "changed\n")
    assert watching.is_due()
    assert not watching.is_retry


def test_looking_makes_nothing(settings):
    Watcher(settings).is_due()
    assert not settings.home.exists()
