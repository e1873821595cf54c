"""The documents hold to the code: what is new has its row, what is named is there.

The columns of tables are compared in tests/pipelines/warehouse/test_documented.py.
"""

import re
from functools import cache
from importlib import import_module

import pytest
from typer.main import get_command

from models.alerts.kinds import Kind
from pipelines.exports.body.identify import body_formats
from pipelines.exports.identify import formats
from pipelines.settings import PROJECT
from pipelines.terminal.cli import app

PACKAGES = ("data", "models", "pipelines", "dashboard")
DOCS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
NOW = [path for path in DOCS if path.name != "CHANGELOG.md" and path.parent.name != "decisions"]
"""Documents of what is; the changelog and decisions also tell of what was."""

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]
WORKOUTS = "## Workout logs"
BODIES = "## Body measurements"


@cache
def text_of(name):
    return (PROJECT / name).read_text(encoding="utf-8")


def name_of(path):
    return path.relative_to(PROJECT).as_posix()


def section(name, heading):
    """The text below a heading of a document, up to the next heading as high."""
    level = heading.split()[0]
    _, found, rest = f"\n{text_of(name)}".partition(f"\n{heading}\n")
    assert found, f"{name} has no {heading!r}"
    return re.split(rf"^#{{1,{len(level)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def first_cells(text):
    return re.findall(r"^\| ([^|]*?) \|", text, re.MULTILINE)


def code(text):
    return re.findall(r"`([^`\n]+)`", text)


@cache
def files():
    """Every file of the project, as a path from its top."""
    folders = (*PACKAGES, "tests", "benchmarks", "docs", "examples")
    below = [path for folder in folders for path in (PROJECT / folder).rglob("*") if path.is_file()]
    return frozenset(name_of(path) for path in [*below, *PROJECT.glob("*.*")])


@cache
def sources():
    """All code and SQL of the packages."""
    return "\n".join(
        text_of(name) for name in sorted(files()) if name.startswith(PACKAGES) and name.endswith((".py", ".sql"))
    )


def pages():
    """The titles of the pages that `dashboard/app.py` lists."""
    return re.findall(r'\btitle=_\("([^"]+)"', text_of("dashboard/app.py"))


def rooms():
    """The rooms that the map shows: folders and modules of the packages, and the folders of `exports`."""
    for package in PACKAGES[1:]:
        for path in sorted((PROJECT / package).iterdir()):
            if (path / "__init__.py").is_file():
                yield f"{path.name}/"
            elif path.suffix == ".py" and path.name != "__init__.py" and package != "dashboard":
                yield path.name
    for path in sorted((PROJECT / "pipelines/exports").iterdir()):
        if (path / "__init__.py").is_file():
            yield f"{path.name}/"


def documented(name, heading):
    """The identifiers in the first cells of the first table below a heading."""
    table = re.search(r"(?:^\|.*\n)+", section(name, heading), re.MULTILINE)
    return {word for cell in first_cells(table[0]) for word in code(cell)}


def test_the_formats_of_workouts_have_their_rows():
    assert documented("docs/formats.md", WORKOUTS) == {form.app for form in formats()}


def test_the_formats_of_body_measurements_have_their_rows():
    assert documented("docs/formats.md", BODIES) == {form.app for form in body_formats()}


@pytest.mark.parametrize("form", formats(), ids=lambda form: form.app)
def test_each_layout_of_a_format_is_in_its_row(form):
    rows = [row for row in section("docs/formats.md", WORKOUTS).splitlines() if f"`{form.app}`" in row.split(" | ")[0]]
    said = set(code(rows[0]))
    for layout in getattr(form, "layouts", ()):
        assert said & {layout, layout.split()[0]}, f"{form.title}'s layout {layout} is not in docs/formats.md"


@pytest.mark.parametrize(
    "title",
    sorted({form.title for form in formats()} | {form.title for form in body_formats() if not form.is_general}),
)
def test_each_app_is_in_the_readme(title):
    app_name = re.split(r"'| for ", title)[0]
    assert any(app_name in cell for cell in first_cells(section("README.md", "## Bring your own training")))


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_its_row_in_the_readme(name):
    assert f"`liftcast {name}`" in first_cells(section("README.md", "## Commands"))


def test_the_readme_knows_no_command_that_is_not_there():
    said = {word.split()[1] for word in code(text_of("README.md")) if re.match(r"liftcast [a-z]", word)}
    assert said <= set(COMMANDS)


def test_the_pages_of_the_dashboard_have_their_rows():
    assert pages()
    assert first_cells(section("README.md", "## The dashboard"))[1:] == pages()


def test_each_variable_of_the_environment_is_in_the_readme():
    read = set(re.findall(r"\bLIFTCAST_[A-Z_]*[A-Z]\b", sources()))
    assert {"LIFTCAST_HOME"} <= read
    assert read <= {word.split("=")[0] for word in code(section("README.md", "## Commands"))}


def test_the_kinds_of_alert_have_their_rows():
    assert documented("docs/models/alerts.md", "## Kinds") == {kind.value for kind in Kind}


def test_the_candidates_have_their_rows():
    known = {one.name for one in import_module("models.forecasters.candidates").CANDIDATES}
    rows = [cell for cell in first_cells(text_of("docs/models/forecasters.md")) if "`" in cell]
    assert {word for cell in rows for word in code(cell)} == known


def test_the_map_shows_every_room_and_no_other():
    drawn = set(re.findall(r"^ *([a-z_]+(?:/|\.py))", section("docs/architecture.md", "## The map"), re.MULTILINE))
    drawn |= set(re.findall(r"(?<= )[a-z_]+\.py", section("docs/architecture.md", "## The map")))
    assert set(rooms()) <= drawn, "a room lacks its line in the map of docs/architecture.md"
    for place in drawn:
        assert any(f"/{place}" in f"/{name}" for name in files()), f"the map shows {place}, which is not there"


def test_every_room_of_models_is_told_of_in_a_page():
    said = "\n".join(text_of(name_of(path)) for path in (PROJECT / "docs/models").glob("*.md"))
    for room in sorted(path.parent.name for path in (PROJECT / "models").glob("*/__init__.py")):
        assert f"`models/{room}/`" in said, f"no page of docs/models tells of models/{room}"


@pytest.mark.parametrize("path", NOW, ids=name_of)
def test_files_that_a_document_names_are_there(path):
    for word in code(path.read_text(encoding="utf-8")):
        if re.fullmatch(r"[\w/]+\.(py|sql)", word):
            assert any(f"/{name}".endswith(f"/{word}") for name in files()), f"{word} is not there any more"


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_links_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{target} is not there"


def test_what_the_walk_names_is_in_the_code():
    named = code(section("docs/architecture.md", "## One set, from the export to the fan"))
    gone = {word for word in named if re.fullmatch(r"\w+", word)} - set(re.findall(r"\w+", sources()))
    assert not gone, "the walk names what is not there"


def test_the_decisions_are_all_listed():
    said = text_of("docs/decisions/README.md")
    for path in sorted((PROJECT / "docs/decisions").glob("0*.md")):
        assert f"({path.name})" in said, f"{path.name} is not listed in docs/decisions/README.md"


def test_what_the_contributors_guide_tells_to_touch_is_there():
    for word in code(text_of("CONTRIBUTING.md")):
        if re.fullmatch(r"(?:models|pipelines|dashboard|tests|docs|data)/[\w/.]*", word):
            assert (PROJECT / word).exists(), f"CONTRIBUTING.md names {word}, which is not there"
