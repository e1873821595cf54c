"""The schemas of what is handed out: documented, versioned, and what the rows hold."""

import csv
import hashlib
import io
import json
import re
from pathlib import Path

import jsonschema
import pytest

from pipelines import Liftcast
from pipelines.handing_out.schemas import NAMES, schema_of
from pipelines.settings import PROJECT

GIVEN = Path(__file__).with_name("schemas_given.csv")
FOLDER = PROJECT / "pipelines" / "handing_out" / "schemas"


def said(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def digest(name):
    """What loaders rely on: names, order, types and the key, not how they are described."""
    schema = schema_of(name)
    columns = [(column.name, column.type, column.is_nullable) for column in schema.columns]
    return hashlib.sha256(json.dumps([schema.key, columns]).encode()).hexdigest()[:16]


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_that_changed_has_another_version(name):
    with GIVEN.open(encoding="utf-8", newline="") as file:
        given = {(row["table"], int(row["version"])): row["digest"] for row in csv.DictReader(file)}
    version, newest = schema_of(name).version, max(version for table, version in given if table == name)
    assert given.get((name, version)) == digest(name), (
        f"{name} is not what version {version} was: raise `version` in {name}.json to {newest + 1}, "
        f"add the line {name},{newest + 1},{digest(name)} to {GIVEN.name}, and say so in CHANGELOG.md"
    )
    assert version == newest


@pytest.mark.parametrize("name", NAMES)
def test_each_column_is_typed_described_and_required(name):
    schema = said(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"] == name
    assert schema["required"] == list(schema["properties"])
    assert set(schema["key"]) <= set(schema["properties"])
    assert all(column["description"] for column in schema["properties"].values())


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_are_what_the_schema_says(made, name):
    lines = io.BytesIO()
    Liftcast(made.home).export(name, to=lines, format="ndjson")
    rows = [json.loads(line) for line in lines.getvalue().splitlines()]
    schema = said(name)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for row in rows:
        validator.validate(row)
    keys = [tuple(row[column] for column in schema["key"]) for row in rows]
    assert len(set(keys)) == len(keys), f"{schema['key']} does not tell the rows of {name} apart"


def test_the_document_names_each_table_its_version_and_its_columns():
    text = (PROJECT / "docs/tables.md").read_text(encoding="utf-8")
    section = text.partition("\n## What `liftcast export` hands out\n")[2].partition("\n## ")[0]
    found = {
        name: (int(version), columns.split(", "))
        for name, version, columns in re.findall(
            r"^\| `(\w+)` \| [^|]* \| (\d+) \| `([^|]*)` \|$", section, re.MULTILINE
        )
    }
    assert found == {
        name: (schema_of(name).version, [column.name for column in schema_of(name).columns]) for name in NAMES
    }
