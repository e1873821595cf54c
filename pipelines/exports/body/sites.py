"""What the words of a header mean: which site of the body, which side, which unit."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Final, Literal

KINDS: Final = MappingProxyType(
    {
        "body_weight": "bodyweight",
        "body_fat": "body fat",
        "fat_mass": "body fat",
        "lean_mass": "lean mass",
        "muscle_mass": "lean mass",
        "body_mass_index": "index",
    }
    | dict.fromkeys(
        (
            *("neck", "shoulders", "chest", "bust", "upper_arm", "forearm", "wrist"),
            *("abdomen", "waist", "hips", "thigh", "calf", "ankle"),
        ),
        "girth",
    )
)
"""Kind of measurement of each site."""

UNITS: Final = MappingProxyType(
    dict.fromkeys(("kg", "kgs", "kilogram", "kilograms"), "kg")
    | dict.fromkeys(("lb", "lbs", "pound", "pounds"), "lb")
    | dict.fromkeys(("st", "stone"), "st")
    | dict.fromkeys(("cm", "centimeters", "centimetres"), "cm")
    | dict.fromkeys(("in", "inch", "inches", '"'), "in")
    | dict.fromkeys(("%", "pct", "percent", "percentage"), "%")
    | {"fraction": "fraction", "count": "count"}
)
_FITTING: Final = MappingProxyType(
    {
        "bodyweight": frozenset({"kg", "lb", "st"}),
        "lean mass": frozenset({"kg", "lb", "st"}),
        "girth": frozenset({"cm", "in"}),
        "index": frozenset({"count"}),
    }
)
_SIDES: Final = MappingProxyType(
    dict.fromkeys(("left", "l", "links", "linker", "linke", "gauche"), "left")
    | dict.fromkeys(("right", "r", "rechts", "rechter", "rechte", "droit", "droite"), "right")
)
_METHODS: Final = frozenset({"caliper", "ultrasound", "dexa", "dxa", "navy", "scale"})
_NAMES: Final = MappingProxyType(
    {
        "body_weight": (
            *("", "weight", "body weight", "bodyweight", "bw", "body mass", "gewicht", "körpergewicht"),
            *(
                "poids",
                "peso",
                "peso corporal",
                "peso corporeo",
                "lichaamsgewicht",
                "waga",
                "masa ciała",
                "вес",
                "体重",
            ),
        ),
        "body_fat": (
            *("fat", "body fat", "bodyfat", "bf", "fettanteil", "körperfett", "körperfettanteil"),
            *("masse graisseuse", "graisse corporelle", "grasa corporal", "gordura corporal", "grasso corporeo"),
            *("lichaamsvet", "vetpercentage"),
        ),
        "fat_mass": (
            *("fat mass", "body fat mass", "fettmasse", "masse grasse", "masa grasa", "massa grassa", "massa gorda"),
            *("vetmassa",),
        ),
        "lean_mass": (
            *("lean mass", "lean body mass", "fat free mass", "fat free body weight", "fettfreie masse"),
            *("fettfreier anteil", "fettfreies körpergewicht", "peso corporal sin grasa", "masse maigre", "masa magra"),
            *("massa magra", "vetvrije massa"),
        ),
        "muscle_mass": (
            *("muscle mass", "muscle", "muskelmasse", "masse musculaire", "masa muscular", "massa muscolare"),
            *("massa muscular", "spiermassa"),
        ),
        "body_mass_index": ("bmi", "body mass index", "imc"),
        "neck": ("neck", "hals", "cou"),
        "shoulders": ("shoulder", "shoulders", "schultern"),
        "chest": ("chest", "brust"),
        "bust": ("bust",),
        "upper_arm": ("upper arm", "upper arms", "arm", "arms", "bicep", "biceps", "bizeps", "oberarm"),
        "forearm": ("forearm", "forearms", "unterarm"),
        "wrist": ("wrist", "wrists"),
        "abdomen": ("abdomen", "belly", "stomach", "bauch"),
        "waist": ("waist", "waist circumference", "taille"),
        "hips": ("hip", "hips", "hüfte"),
        "thigh": ("thigh", "thighs", "oberschenkel"),
        "calf": ("calf", "calves", "wade", "waden"),
        "ankle": ("ankle", "ankles"),
    }
)
_SITES: Final = MappingProxyType({name: site for site, names in _NAMES.items() for name in names})
_DATES: Final = frozenset({"date", "datum", "day", "time of measurement", "messdatum", "fecha", "data", "дата", "日期"})
_CLOCKS: Final = frozenset({"time", "uhrzeit", "zeitraum", "heure", "hora", "ora", "tijd"})
_COMMENTS: Final = frozenset(
    {
        *("comment", "comments", "coment", "kommentare", "commentaires", "comentarios", "comentários", "commenti"),
        *("opmerkingen", "bemerkungen", "note", "notes", "remarks"),
    }
)
_NOT_READ: Final = frozenset(
    {
        *("status", "source", "log id", "day of week", "month", "family members", "user", "height", "recorded"),
        *("weight diff", "weight goal", "moving average", "fat mass change", "lean mass change", "optimal weight"),
        *("target to optimal weight", "target to optimal fat mass", "target to optimal muscle mass"),
        *(
            "heart rate",
            "heart rate bpm",
            "bmr",
            "bmr kcal",
            "basal metabolic rate",
            "body age",
            "metabolic age",
            "body type",
        ),
        *("water", "body water", "hydration", "wasseranteil", "hydratation", "bone", "bone mass", "knochenmasse"),
        *("masse osseuse", "protein", "visceral fat", "visceral fat level", "subcutaneous fat", "skeletal muscle"),
        *("skeletal muscle mass", "muscle score", "visual body fat assessment", "head size"),
        *("skelettmuskel", "subkutanes fett", "viszeralfett", "körperwasser", "eiweiß", "grundumsatz"),
        *("grundumsatz kcal", "stoffwechselalter", "músculo esquelético", "grasa subcutánea", "grasa visceral"),
        *("agua corporal", "masa ósea", "proteína", "tasa metabólica basal kcal", "edad metabólica", "hidratación"),
        *("massa ossea", "idratazione", "massa óssea", "hidratação", "botmassa", "hydratatie"),
    }
)
_WORD: Final = re.compile(r"[^\W\d_]+|%")
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of a header tells.

    Parameters
    ----------
    tells : {"date", "clock", "site", "comment", "other", "unknown"}
        `other` is known and not read.
    site, side, unit : str or None
        Of a site.
    """

    tells: Literal["date", "clock", "site", "comment", "other", "unknown"]
    site: str | None = None
    side: str | None = None
    unit: str | None = None


@cache
def column_of(name: str) -> Column:
    """Read the name of a column, such as `Left Bicep (cm)`, `weight_kg` or `Body Fat(%)`."""
    words = _words(name)
    bare = " ".join(word for word in words if word not in UNITS and word not in _SIDES and word not in _METHODS)
    unit = next((UNITS[word] for word in words if word in UNITS), None)
    for names, tells in ((_DATES, "date"), (_CLOCKS, "clock"), (_COMMENTS, "comment"), (_NOT_READ, "other")):
        if bare in names:
            return Column(tells)  # type: ignore[arg-type]
    site = _SITES.get(bare)
    if site is None or (not bare and unit not in {"kg", "lb"}):
        return Column("unknown")
    if unit is not None and unit not in _units_of(site):
        return Column("other")
    side = next((_SIDES[word] for word in words if word in _SIDES), None)
    return Column("site", site, side, unit)


def site_in(text: str) -> Column | None:
    """Find the one site that a text such as a file's name speaks of; None if it speaks of none or of several."""
    words = [word for word in _words(text) if word not in _SIDES]
    pairs = [" ".join(pair) for pair in pairwise(words)]
    sites = {_SITES[name] for name in (*words, *pairs) if name in _SITES}
    side = next((_SIDES[word] for word in _words(text) if word in _SIDES and len(word) > 1), None)
    return Column("site", sites.pop(), side) if len(sites) == 1 else None


def _words(name: str) -> list[str]:
    return _WORD.findall(_HUMP.sub(" ", name).casefold())


def _units_of(site: str) -> frozenset[str]:
    """Units a site is measured in; body fat may be a share only, its mass a mass only."""
    if site == "body_fat":
        return frozenset({"%", "fraction"})
    return _FITTING["lean mass"] if site == "fat_mass" else _FITTING[KINDS[site]]


def fits(site: str, unit: str) -> bool:
    """Tell whether a site can be measured in a unit."""
    return unit in _units_of(site)
