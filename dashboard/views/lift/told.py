"""What is said of one lift: now, then, where it comes from, and the figures behind its chart."""

from typing import Final

import pandas as pd

from dashboard import words
from dashboard.finished import finished
from dashboard.language import _, gettext_noop
from dashboard.palette import TOLD, name_of
from dashboard.parts import pieces, queries
from dashboard.shell import Here
from models.definitions import Z90
from models.training.style import AS_NOW

BASIS: Final = {
    "single": gettext_noop("8 in 10 chance between {loads}, from heavy singles of your last 8 weeks."),
    "sets": gettext_noop("8 in 10 chance between {loads}, from the sets of your last 8 weeks, not from a test."),
}
PAIR: Final = (("one", "ahead"), ("other", "behind"))
WEEKS_LISTED: Final = (4, 8, 12, 26, 52)
DAYS_LISTED: Final = 20
ENDS: Final = (("q25", "q75"), ("q10", "q90"), ("q05", "q95"))


def now_said(lift: pd.Series, unit: str, *, is_over: bool = False) -> str:
    """Say a lift's current 1RM, how sure it is and what it rests on; of a log that is over, as of when."""
    kicker = _("{lift}: 1RM as of {day}") if is_over else _("{lift}: 1RM now")
    kicker = kicker.format(lift=lift["name"], day=words.day(lift["last_day"]))
    if pd.isna(lift["now_kg"]):
        return pieces.headline(kicker, _("We can’t say yet"), wanted(lift), size="mid")
    now, away = lift["now_kg"], Z90 * lift["now_se_kg"]
    likely = words.span(now - away, now + away, unit, _("and"))
    return pieces.headline(kicker, words.load(now, unit), _likely(lift, likely, unit), size="mid")


def _likely(lift: pd.Series, loads: str, unit: str) -> str:
    """Say between which loads a current 1RM lies, and what it rests on."""
    if lift["basis"] != "tested":
        sentence = BASIS[lift["basis"]]
        return _(sentence).format(loads=loads)
    days = lift["tested_age_days"]
    age = words.counted(days, "day", "days") if days < 14 else words.weeks(days / 7)
    said = _("8 in 10 chance between {loads}, from your test of {tested}, {age} before your last training day.")
    return said.format(loads=loads, tested=words.load(lift["tested_kg"], unit), age=age)


def wanted(lift: pd.Series) -> str:
    """Say why something cannot be told and what is missing."""
    reason = finished(lift["reason"]) if isinstance(lift["reason"], str) else _("not trained in the last 8 weeks")
    missing = (
        " " + _("Needed: {what}.").format(what=finished(lift["missing"])) if isinstance(lift["missing"], str) else ""
    )
    return words.sentence(reason) + missing


def pairs_said(pairs: pd.DataFrame) -> list[tuple[str, str]]:
    """One line for each pair whose difference matters, and one for all the others together.

    By how much a style is ahead of carrying on stands in the table above.
    """
    items = []
    for row in queries.rows(pairs[pairs["matters"]]):
        said = (
            _("{chance} that it is better.")
            if AS_NOW in (row["ahead"], row["behind"])
            else _("{chance} that it is better, by {lead} ({span}).")
        )
        ahead = said.format(
            chance=words.chance(row["p_ahead"]),
            lead=words.lead(row["median_pct"]),
            span=words.change_span(row["low_pct"], row["high_pct"]),
        )
        pair = _("{one} over {other}:").format(one=name_of(row["ahead"]), other=words.within(name_of(row["behind"])))
        items.append((pair, words.capital(ahead)))
    alike = [
        _("{one} or {other}").format(**{name: words.within(name_of(row[of])) for name, of in PAIR})
        for row in queries.rows(pairs[~pairs["matters"]])
    ]
    every = _("between any two of the styles") if not items else ", ".join(alike)
    return [*items, (_("No clear difference:"), f"{every}.")] if alike else items


def sources(lift: pd.Series, outlook: pd.DataFrame) -> list[tuple[str, str]]:
    """Say where the forecast comes from and what it cannot know."""
    items = []
    if lift["basis"] != "tested":
        items.append(
            (_("Now:"), _("sets show what you can lift at least; how close to your limit they were is an estimate."))
        )
    items.append((_("Then:"), _("the same 1RM as training goes on. It starts from now, and is at least as unsure.")))
    changes = _("what they change comes {share}.").format(share=words.share(outlook["own_share"].max()))
    items.append((_("Plan and styles:"), changes))
    unknown = _("how you eat, sleep and feel. Even a tested 1RM varies by about {retest} from day to day.")
    return [*items, (_("Not known:"), unknown.format(retest=words.percent(words.RETEST_PCT)))]


def fan_said(days: pd.DataFrame) -> str:
    """Say what the chart of a lift shows."""
    record = _("Diamonds are clear records.") if days["is_record"].any() else ""
    past = _("The line is your estimated 1RM, with a grey band that holds 8 in 10; each point is a day’s best set.")
    ahead = _(
        "In colour is what may come: the shades hold 5, 8 and 9 in 10, the dashed lines are the middle of the others. "
        "Below are the reps of each week’s sets."
    )
    return " ".join(part for part in (past, record, ahead) if part)


def ahead_table(ahead: pd.DataFrame, here: Here) -> str:
    """List the forecast of the plan and each style at a few weeks, folded."""
    places = {style: place for place, style in enumerate(TOLD)}
    listed = queries.rows(ahead[ahead["horizon_weeks"].isin(WEEKS_LISTED)])
    rows = [
        (
            f'<span class="whole">{pieces.dot(row["style"])}{row["name"]}</span>',
            words.capital(words.from_now(row["horizon_weeks"], is_over=here.is_over)),
            f"{row['q50']:.0f}",
            *(_range(row, *ends) for ends in ENDS),
        )
        for row in sorted(listed, key=lambda row: (places[row["style"]], row["horizon_weeks"]))
    ]
    heads = [
        (_("Training"), "name"), (_("When"), ""), (_("Middle ({unit})").format(unit=here.unit), "num"),
        (_("5 in 10"), "num"), (_("8 in 10"), "num"), (_("9 in 10"), "num"),
    ]  # fmt: skip
    return pieces.folded(_("Show data"), pieces.table(heads, rows, stacked=True))


def _range(row: dict[str, float], low: str, high: str) -> str:
    """Say a range in the unit already put into."""
    return f"{row[low]:.0f}–{row[high]:.0f}"


def days_table(days: pd.DataFrame, unit: str) -> str:
    """List the newest training days of a lift, folded."""
    rows = [
        (words.day(row["day"]), words.load(row["one_rm_kg"], unit),
         f"{words.plates(row['top_load_kg'], unit)} × {row['top_reps']:g}")
        for row in queries.rows(days.sort_values("day", ascending=False).head(DAYS_LISTED))
    ]  # fmt: skip
    heads = [(_("Day"), "name"), (_("Estimated 1RM"), "num"), (_("Heaviest set"), "num")]
    return pieces.folded(_("Show data"), pieces.table(heads, rows))
