"""A model is read only if it is the one that this home registered; till it is mended, what ships serves."""

import hashlib
import json
import stat

import numpy as np
import pytest
import skops.io

from data import shipped as shipped_files
from models.forecasters import candidates
from models.forecasters.shipped import Shipped
from pipelines.champion import registry
from pipelines.errors import ModelError
from pipelines.files.signing import KEY

NO_CHANGE = candidates.candidate("no_change")


@pytest.fixture
def champion(settings):
    path = settings.home / "artifacts" / "model.skops"
    path.parent.mkdir(parents=True)
    skops.io.dump(NO_CHANGE.make(), path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    made = registry.Champion(name="linear", version="1", path="artifacts/model.skops", sha256=digest)
    registry.write_champion(settings, made)
    return made


def rewritten(settings, **other):
    place = registry.champion_file(settings)
    place.write_text(json.dumps(json.loads(place.read_text()) | other), encoding="utf-8")


def test_a_champion_this_home_wrote_is_read_and_the_key_is_its_owners_alone(settings, champion):
    estimator, found, sentence = registry.load_or_shipped(settings)
    assert (type(estimator), found, sentence) == (type(NO_CHANGE.make()), champion, "")
    assert stat.S_IMODE((settings.home / KEY).stat().st_mode) == 0o600


def test_a_digest_that_somebody_else_wrote_beside_their_file_is_not_believed(settings, champion):
    theirs = settings.home / "artifacts" / "theirs.skops"
    skops.io.dump(candidates.candidate("scaled_no_change").make(), theirs)
    rewritten(settings, path="artifacts/theirs.skops", sha256=hashlib.sha256(theirs.read_bytes()).hexdigest())
    with pytest.raises(ModelError, match="was not written by this home"):
        registry.load_champion(settings)
    estimator, found, sentence = registry.load_or_shipped(settings)
    assert isinstance(estimator, Shipped)
    assert found.name == "shipped"
    assert sentence.startswith("What ships serves meanwhile: ")


@pytest.mark.parametrize("way", ["above", "absolute", "link"])
def test_a_champions_file_cannot_lie_outside_the_home(settings, champion, way):
    outside = settings.home.parent / "outside.skops"
    (settings.home / champion.path).rename(outside)
    if way == "link":
        (settings.home / champion.path).symlink_to(outside)
    path = {"above": "../outside.skops", "absolute": str(outside), "link": champion.path}[way]
    registry.write_champion(settings, registry.Champion(**vars(champion) | {"path": path}))
    with pytest.raises(ModelError, match="would lie outside the home"):
        registry.load_champion(settings)
    assert isinstance(registry.load_or_shipped(settings)[0], Shipped)


def test_a_damaged_file_is_another_key_of_what_is_forecast_until_it_is_mended(settings, champion):
    before, place = registry.champion_version(settings), settings.home / champion.path
    whole = place.read_bytes()
    place.write_bytes(whole[:-1])
    assert "damaged" in registry.champion_version(settings)
    assert "is not the file registered" in registry.load_or_shipped(settings)[2]
    place.write_bytes(whole)
    assert registry.champion_version(settings) == before


def test_what_an_earlier_version_wrote_counts_until_the_home_has_a_key(settings, champion):
    place = registry.champion_file(settings)
    said = json.loads(place.read_text())
    del said["signature"]
    place.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(ModelError):
        registry.read_champion(settings)
    (settings.home / KEY).unlink()
    assert registry.read_champion(settings) == champion


def test_the_model_that_ships_is_the_one_whose_digest_ships(tmp_path, monkeypatch):
    for name in (shipped_files.STRENGTH_MODEL, shipped_files.DIGEST):
        (tmp_path / name).write_bytes((shipped_files.HERE / name).read_bytes())
    monkeypatch.setattr(shipped_files, "HERE", tmp_path)
    read = shipped_files._strength_model.__wrapped__
    assert read()["card"]
    with (tmp_path / shipped_files.STRENGTH_MODEL).open("ab") as file:
        file.write(b" ")
    with pytest.raises(ValueError, match="was damaged or changed"):
        read()


@pytest.mark.parametrize(("said", "why"), [(np.nan, "no number"), (9.0, "more than 5 times"), (None, "not in order")])
def test_what_ships_is_checked_to_make_sense(monkeypatch, said, why):
    forecast = np.zeros((40, 7)) - np.arange(7) if said is None else np.full((40, 7), said)
    monkeypatch.setattr(Shipped, "predict", lambda _self, _rows: forecast)
    with pytest.raises(ValueError, match=why):
        Shipped({}).checked()
