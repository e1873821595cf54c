import os

import pytest

from pipelines.errors import RunnerError
from pipelines.files.several import by_processes
from pipelines.settings import Settings


def test_every_portion_is_worked_on_once_in_another_process_and_taken_in_this_one():
    taken = []
    # Other processes cannot import what a test module defines, hence words that they work out.
    words = [f"({number}, __import__('os').getpid())" for number in range(5)]
    by_processes(Settings(threads=2))("counting", eval, words, taken.append)
    assert sorted(number for number, _ in taken) == list(range(5))
    assert os.getpid() not in {process for _, process in taken}


def test_a_process_that_ends_in_the_middle_is_told_of():
    with pytest.raises(RunnerError, match=r"counting: a process ended .* LIFTCAST_THREADS"):
        by_processes(Settings(threads=2))("counting", os._exit, [3, 3], print)
