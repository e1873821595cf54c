"""The rooms of the house: each says what it is for, and what other rooms use of it; the rest is private."""

import ast
from pathlib import Path

import pytest

from pipelines.settings import PROJECT

PACKAGES = ("data", "models", "pipelines", "dashboard")
MODULES = sorted(path for package in PACKAGES for path in (PROJECT / package).rglob("*.py"))
ROOMS = sorted(path.parent for path in MODULES if path.name == "__init__.py" and path.parent.parent != PROJECT)
FULL = 18
"""Modules in one folder beyond which nobody finds the one they look for."""

LISTS = {"pipelines.exports.apps"}
"""Rooms that are a list by name, one module an app, and as long as there are apps: one looks for the app's own name."""


def name_of(path):
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")


def handed_on(room):
    for node in ast.parse((room / "__init__.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return set(ast.literal_eval(node.value))
    return None


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


USES = [(name_of(path), used) for path in MODULES for used in set(imported(path)) if used.split(".")[0] in PACKAGES]


def entered(room):
    """What others import from a room: (who, which of its modules)."""
    prefix = f"{name_of(room)}."
    for user, used in USES:
        if used.startswith(prefix) and not f"{user}.".startswith(prefix):
            yield user, used.removeprefix(prefix).split(".")[0]


@pytest.mark.parametrize("room", ROOMS, ids=name_of)
def test_a_room_says_what_it_is_for(room):
    assert ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))


@pytest.mark.parametrize("room", [room for room in ROOMS if handed_on(room) is not None], ids=name_of)
def test_other_rooms_use_only_what_a_room_hands_on(room):
    public = handed_on(room)
    wrong = [f"{user} uses {name_of(room)}.{module}" for user, module in entered(room) if module not in public]
    assert not wrong, f"{wrong}: add the module to __all__ of {name_of(room)}, or use one that is there"
    assert public == {module for _, module in entered(room)}, "handed on, but no other room uses it"


@pytest.mark.parametrize("package", ["models", "pipelines"])
def test_every_room_of_the_package_says_what_it_hands_on(package):
    rooms = [room for room in ROOMS if room.parent == PROJECT / package]
    assert rooms
    assert all(handed_on(room) is not None for room in rooms)


@pytest.mark.parametrize("folder", sorted({path.parent for path in MODULES}), ids=str)
def test_a_room_is_not_too_full_to_see_into(folder):
    if name_of(folder) in LISTS:
        return
    modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= FULL, f"{folder} holds {len(modules)} modules: which noun wants a room of its own?"


def test_tests_lie_where_the_code_lies():
    for path in Path(PROJECT / "tests").rglob("test_*.py"):
        place = path.parent.relative_to(PROJECT / "tests")
        assert (PROJECT / place).is_dir(), f"{path.relative_to(PROJECT)} mirrors no folder of the project"
