"""What is asked is done by the next refresh and answered, whatever happens in between."""

import pytest

from pipelines.errors import WrongUseError
from pipelines.files.locking import scheduling
from pipelines.running import steps
from pipelines.running.requests import KEPT, answered, ask, is_due, is_taken_up, requests
from pipelines.simulated.simulate import simulate


@pytest.fixture
def home(settings):
    simulate(lifters=1, seed=5, out=settings.inbox, weeks=20, truth=False)
    return settings


def test_a_refresh_answers_what_was_asked_before_it_began(home):
    (lifter,) = (folder.name for folder in home.inbox.iterdir())
    ask(home, "upload", lifter=lifter, files={"notes.csv": b"a,b\n1,2\n"})
    ask(home, "profile", lifter=lifter, files={"profile.toml": b"birth_year = 1990\n"})
    assert is_due(home)
    report = steps.refresh(home)
    profile, upload = requests(home)
    assert (profile.state, profile.build) == ("done", report.build.name)
    assert profile.answer == "profile.toml is in the results now."
    assert upload.state == "refused"
    assert upload.answer.startswith("notes.csv was refused: ")
    assert (home.inbox / lifter / "notes.csv").exists()
    assert not is_due(home)


def test_what_fails_is_answered_and_not_tried_for_ever(settings):
    ask(settings, "refresh")
    with pytest.raises(OSError, match="full"), answered(settings):
        raise OSError("the disk is full")
    (request,) = requests(settings)
    assert request.state == "failed"
    assert "the disk is full" in request.answer
    assert not is_due(settings)


def test_what_was_cut_off_is_taken_up_again(settings):
    ask(settings, "refresh")
    with pytest.raises(KeyboardInterrupt), answered(settings):
        raise KeyboardInterrupt
    assert requests(settings)[0].state == "underway"
    assert is_due(settings)
    with answered(settings):
        pass
    assert requests(settings)[0].state == "done"


def test_a_training_leaves_what_is_asked_to_others(settings):
    ask(settings, "refresh")
    with answered(settings, is_training=True):
        assert is_due(settings)
        with answered(settings) as answer:
            answer.build = "theirs"
        ask(settings, "refresh")
    later, first = requests(settings)
    assert (first.state, first.build) == ("done", "theirs")
    assert later.state == "waiting"


@pytest.mark.parametrize("name", ["../notes.csv", "/etc/passwd", ".hidden", "a/b.csv", ""])
def test_a_name_that_leads_elsewhere_is_refused(settings, name):
    with pytest.raises(WrongUseError, match="no name for a file"):
        ask(settings, "upload", lifter="me", files={name: b"x"})
    with pytest.raises(WrongUseError, match="no name for a lifter"):
        ask(settings, "upload", lifter=f"../{name}", files={"notes.csv": b"x"})
    assert not settings.home.exists()


def test_an_export_of_a_name_that_is_taken_goes_beside_the_one_there(settings):
    for content in (b"first", b"second", b"first"):
        ask(settings, "upload", lifter="ann", files={"strong.csv": content})
    lying = {path.name: path.read_bytes() for path in (settings.inbox / "ann").iterdir()}
    assert lying == {"strong.csv": b"first", "strong (2).csv": b"second"}
    assert [request.files for request in requests(settings)] == [
        ("strong.csv",), ("strong (2).csv",), ("strong.csv",),
    ]  # fmt: skip


def test_answers_do_not_pile_up(settings):
    for _ in range(KEPT + 3):
        ask(settings, "refresh")
    with answered(settings):
        pass
    assert len(requests(settings)) == KEPT


def test_it_is_known_whether_an_app_is_up(settings):
    assert not is_taken_up(settings)
    with scheduling(settings):
        assert is_taken_up(settings)
    assert not is_taken_up(settings)
