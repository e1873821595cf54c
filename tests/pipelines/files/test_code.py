"""Keys of what is kept change with the code it was made by, and only with that."""

import ast
import shutil

import pytest

from pipelines.champion.training import LEARNERS
from pipelines.files.code import PACKAGES, digest_of_code, files_of_code
from pipelines.settings import PROJECT

MARTS = ("pipelines.warehouse.build",)
FORECASTS = ("pipelines.serving.forecast",)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the packages that may be changed."""
    root = tmp_path_factory.mktemp("project")
    for package in PACKAGES:
        shutil.copytree(PROJECT / package, root / package, ignore=shutil.ignore_patterns("__pycache__", "samples"))
    return root


@pytest.mark.parametrize(
    ("modules", "inside", "outside"),
    [
        (MARTS, "pipelines/warehouse/inputs.py", "models/serving.py"),
        (MARTS, "models/one_rm/rep_max.py", "models/forecasters/trees.py"),
        (MARTS, "pipelines/exercises/words.py", "pipelines/terminal/screen.py"),
        (FORECASTS, "models/response/drives.py", "models/simulator/body.py"),
        (FORECASTS, "models/blocks/repertoire.py", "dashboard/words.py"),
        (FORECASTS, "models/plans/menu.py", "pipelines/terminal/answers.py"),
        (LEARNERS, "models/forecasters/sampling.py", "models/plans/menu.py"),
        (LEARNERS, "pipelines/champion/gate.py", "models/response/drives.py"),
        (LEARNERS, "models/forecasters/upkeep/calibration_check.py", "pipelines/running/steps.py"),
    ],
)
def test_a_key_changes_with_what_it_is_made_of_and_with_nothing_else(project, modules, inside, outside):
    def digest_with(changed):
        path = project / changed
        before = path.read_bytes()
        path.write_bytes(before + b"\n# touched\n")
        try:
            return digest_of_code(*modules, root=project)
        finally:
            path.write_bytes(before)

    untouched = digest_of_code(*modules, root=project)
    assert digest_with(inside) != untouched
    assert digest_with(outside) == untouched


@pytest.mark.parametrize("modules", [MARTS, FORECASTS, LEARNERS], ids=lambda modules: modules[0])
def test_no_import_is_overlooked(modules):
    found = set(files_of_code(*modules))
    for path in found:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            for name in names:
                place = PROJECT.joinpath(*name.split("."))
                for file in (place.with_suffix(".py"), place / "__init__.py"):
                    assert not file.is_file() or file in found, f"{path.name} imports {name}, which the key leaves out"


def test_a_name_or_pattern_of_nothing_is_an_error_and_not_a_key():
    with pytest.raises(FileNotFoundError, match=r"models\.gone"):
        digest_of_code("models.gone")
    with pytest.raises(FileNotFoundError, match="nothing matches"):
        digest_of_code(files=("pipelines/warehouse/sql/gone/*.sql",))


def test_every_sql_file_of_a_layer_counts_however_deep_it_lies(tmp_path):
    (tmp_path / "sql" / "deep").mkdir(parents=True)
    (tmp_path / "sql" / "a.sql").write_text("select 1")
    before = digest_of_code(files=("sql/**/*.sql",), root=tmp_path)
    (tmp_path / "sql" / "deep" / "b.sql").write_text("select 2")
    assert digest_of_code(files=("sql/**/*.sql",), root=tmp_path) != before
