"""Numbers and codes as words: which word a score takes, how a value is written.

Word, colour and side of a line are decided on the exact number; only then is it
rounded, and never across a bound (method, section 5).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from sbd.checklists.model import Checklist, Criterion, Text, Title
from sbd.document import Coded, CriterionResult, PartResult
from sbd.indicators.needs import Lack
from sbd.locale import THIN, knows, number, plural, spaced, text
from sbd.views.figures import cut_digits, value_digits

#: Scores from which the words weak, acceptable, good and excellent hold.
#: Source: method, section 5.
WORD_BOUNDS = (25.0, 50.0, 75.0, 90.0)
#: Room for floating-point noise when a number stands on a bound.
NOISE = 1e-9

#: Before the best a value can be, where it lies beyond what was looked at.
_BEYOND = {"higher": f"≤{THIN}", "lower": f"≥{THIN}"}


def score_word(score: float) -> int:
    """Return the level, 0 to 4, whose word a score of 0 to 100 takes."""
    return sum(score + NOISE >= bound for bound in WORD_BOUNDS)


def whole_score(score: float, line: float | None = None) -> int:
    """Round a score for showing, downwards where rounding would cross a bound.

    Parameters
    ----------
    score : float
        Exact score. [0-100]
    line : float, optional
        The balance line, a bound too.

    Returns
    -------
    int
        49 for 49.6, because 50 would take the next word.
    """
    rounded = math.floor(score + 0.5)
    bounds = (*WORD_BOUNDS, line) if line is not None else WORD_BOUNDS
    crossed = any(score + NOISE < bound <= rounded for bound in bounds)
    return math.floor(score + NOISE) if crossed else rounded


def reaches(score: float, line: float) -> bool:
    """Tell whether an exact score reaches a line."""
    return score + NOISE >= line


def level_text(level: float, lang: str) -> str:
    """Write a level as shown: whole, or with its half."""
    return number(lang, level, 0 if float(level).is_integer() else 1)


def level_word(level: float | None, state: str, lang: str) -> str:
    """Return the word of a level, or of the state that leaves it without one."""
    if state in ("not_applicable", "withheld"):
        return text(lang, f"state.{state}")
    if level is None:
        return text(lang, "state.unknown")
    low = int(level + NOISE)
    word = text(lang, f"level.{low}")
    if float(level).is_integer():
        return word
    return f"{word} – {text(lang, f'level.{low + 1}')}"


def unit_text(unit: str, lang: str) -> str:
    """Return a unit as written on screens; a plain number has none."""
    return "" if unit == "1" else text(lang, f"unit.{unit}")


def value_text(
    value: float | None, unit: str, lang: str, bounds: Iterable[float | None] = ()
) -> str:
    """Write a value without its unit, on the same side of every bound as it is.

    Parameters
    ----------
    value : float, optional
        In `unit`; None and infinities have words of their own.
    unit : str
        Unit, which decides the decimals.
    lang : str
        Language.
    bounds : iterable of float, optional
        Cut-offs that rounding must not cross.

    Returns
    -------
    str
        Such as ``0,84``.
    """
    if value is None:
        return "?"
    if math.isinf(value):
        return number(lang, value)
    return number(lang, value, value_digits(value, unit, bounds))


def cut_text(cut: float | None, unit: str, lang: str) -> str:
    """Write a cut-off with the decimals it needs, and those usual for its unit."""
    return "–" if cut is None else number(lang, cut, cut_digits([cut], unit))


def cuts_text(part: PartResult, lang: str) -> tuple[str, str, str, str]:
    """Write the four cut-offs of a part with equal decimals."""
    digits = cut_digits([c for c in part.cuts if c is not None], part.unit)
    one, two, three, four = (
        "–" if c is None else number(lang, c, digits) for c in part.cuts
    )
    return one, two, three, four


def with_unit(written: str, unit: str, lang: str) -> str:
    """Join a written value and its unit by a no-break thin space."""
    word = unit_text(unit, lang)
    return f"{written}{THIN}{word}" if word else written


#: Reasons in place of those that an edition leaves out.
_HELD_BACK = ("detail_withheld", "numbers_withheld")


def holds_detail_back(result: CriterionResult) -> bool:
    """Tell whether an edition keeps a level and leaves out the values behind it."""
    return result.reason is not None and result.reason.code in _HELD_BACK


def part_value(part: PartResult, lang: str) -> str:
    """Write a part's value with its unit.

    ``?`` where it is not known, a dash where there is nothing of the kind, and the
    bound where it lies beyond what was looked at. A row without a gap that counts has
    no gap, not one of 0 m.
    """
    if part.value == 0 and part.indicator == "slow_gap_width":
        return text(lang, "label.no_gap")
    if part.value is not None:
        return _written(part.value, part, lang)
    settled = is_settled(part) and part.worst is None
    if settled and part.best is not None and part.level is None:
        return _BEYOND[part.better] + _written(part.best, part, lang)
    # Nothing of the kind, or no way to one; else it is not known.
    return "–" if settled or part.level is not None else "?"


def part_words(part: PartResult, lang: str) -> str:
    """Write a part's value as `part_value`, in words where nothing is of its kind."""
    if part.value is None and part.level:
        return text(lang, "ui.none_of_kind")
    return part_value(part, lang)


def _written(value: float, part: PartResult, lang: str) -> str:
    return with_unit(value_text(value, part.unit, lang, part.cuts), part.unit, lang)


def deciding_part(result: CriterionResult) -> PartResult | None:
    """Return the part that decides the level: the lowest known one, else the first."""
    known = [p for p in result.parts if p.level is not None]
    if known:
        return min(known, key=lambda p: p.level if p.level is not None else math.inf)
    return result.parts[0] if result.parts else None


def is_settled(part: PartResult) -> bool:
    """Tell whether both bounds of a part's level are the same whole level."""
    return int(part.low + NOISE) == int(part.high + NOISE)


def next_cut(part: PartResult) -> float | None:
    """Return the cut-off of the next level above a part's own, if there is one."""
    if part.level is None and not is_settled(part):
        return None
    above = int((part.low if part.level is None else part.level) + NOISE)
    return next((c for c in part.cuts[above:] if c is not None), None)


def threshold_text(part: PartResult, lang: str) -> str:
    """Say what the next level asks, such as ``≥ 0,90 m``; empty at the top."""
    cut = next_cut(part)
    if cut is None:
        return ""
    written = cut_text(cut, part.unit, lang)
    return f"{_sign(part, cut)}{with_unit(written, part.unit, lang)}"


def _sign(part: PartResult, cut: float) -> str:
    """Return the sign before a threshold; none where nothing better can be."""
    end = part.range[part.better == "higher"]
    if end is not None and abs(cut - end) < NOISE:
        return ""
    return f"≥{THIN}" if part.better == "higher" else f"≤{THIN}"


def required_text(
    result: CriterionResult, part: PartResult, checklist: Checklist | None, lang: str
) -> str:
    """Say what an unmet requirement asks of a part, such as ``≥ 1,50 m``; else empty.

    Empty too where the next level asks more.
    """
    known = find_criterion(checklist, result.id)
    gate = known.gate if known else None
    failed = result.gate is not None and result.gate.passed is False
    if gate is None or gate.fails_below is None or not failed:
        return ""
    if gate.indicator != part.indicator:
        return ""
    cut, least = next_cut(part), gate.fails_below
    if cut is not None and cut > least + NOISE:
        return ""
    written = with_unit(cut_text(least, part.unit, lang), part.unit, lang)
    return f"{_sign(part, least)}{written}"


def gain_text(gain: float | None, lang: str) -> str:
    """Write points to gain, such as ``+6,4``; empty where there is nothing to gain."""
    if gain is None or gain <= NOISE:
        return ""
    if gain < 0.05:
        return f"<{THIN}{number(lang, 0.1, 1)}"
    return f"+{number(lang, gain, 1)}"


def kind_name(kind: str, lang: str, n: float = 1) -> str:
    """Return the name of a kind, as many as there are."""
    return plural(lang, f"kind.{kind}", n)


def kind_list(kinds: Iterable[str], lang: str) -> str:
    """Return the names of kinds, in the plural, joined by commas."""
    return ", ".join(kind_name(k, lang, 2) for k in kinds)


def lack_words(lack: Lack, lang: str) -> str:
    """Return what is missing in words, such as ``lamp: height (3 of 5)``."""
    kinds = " / ".join(text(lang, f"kind.{k}") for k in lack.kinds)
    if lack.attribute is None:
        return text(lang, "fill.to_draw", kinds=kinds) if lack.draw else kinds
    names = (lack.attribute, *lack.others)
    asked = " / ".join(text(lang, f"attribute.{name}") for name in names)
    count = text(lang, "ui.part_of", n=lack.count, total=lack.of)
    return labelled(kinds, f"{asked} ({count})", lang)


def sentence(coded: Coded, lang: str, family: str = "reason") -> str:
    """Turn a code with arguments into a sentence.

    Parameters
    ----------
    coded : Coded
        Code and arguments. Arguments called after something that has a name in
        the catalogues (kind, attribute, unit ...) are replaced by that name.
    lang : str
        Language.
    family : {"reason", "note"}
        Which sentences the code belongs to.

    Returns
    -------
    str
        Plain text, not escaped. A code unknown to this version shows as itself.
    """
    key = f"{family}.{coded.code}"
    args = {name: named_value(name, value, lang) for name, value in coded.args.items()}
    words = key
    if isinstance(args.get("n"), (int, float)):
        words = plural(lang, key, **args)
    if words == key:
        words = text(lang, key, **args)
    return f"[{coded.code}]" if words == key else words


#: Arguments whose values have names: the argument's name and the family of keys.
_FAMILIES = {
    "kind": "kind",
    "kinds": "kind",
    "attribute": "attribute",
    "attributes": "attribute",
    "dimension": "dimension",
    "dimensions": "dimension",
    "space_type": "space",
    "vehicle": "vehicle",
    "design_vehicle": "vehicle",
    "risk": "risk",
    "discipline": "discipline",
    "type": "space",
    "by": "by",
    "why": "why",
    "option": "attribute",
    "vocabulary": "vocabulary",
    "source": "source",
}
#: What formats call themselves, in every language.
_FORMATS = {
    "dxf": "DXF",
    "flatgeobuf": "FlatGeobuf",
    "geojson": "GeoJSON",
    "gpkg": "GeoPackage",
    "kml": "KML",
    "osm": "OSM",
    "shapefile": "shapefile",
}


def named_value(name: str, value: Any, lang: str) -> Any:
    """Return what the value of an argument is called, itself where it has no name."""
    if name == "coverage" and isinstance(value, (int, float)):
        return int(100 * value + NOISE)
    if name == "format":
        return _FORMATS.get(str(value), value)
    family = _FAMILIES.get(name)
    if family is None:
        return value
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, (list, tuple)):
        return value
    return ", ".join(_name(family, str(v), lang) for v in values)


def _name(family: str, value: str, lang: str) -> str:
    if family == "kind":
        kind, _, count = value.partition(" ")
        if knows(lang, f"kind.{kind}"):
            return f"{plural(lang, f'kind.{kind}', 2)} {count}".strip()
    key = f"{family}.{value}"
    return text(lang, key) if knows(lang, key) else value


def clauses(words: Iterable[str], lang: str) -> str:
    """Join parts of a sentence by semicolons, in the manner of a language."""
    return text(lang, "ui.between_clauses").join(words)


def labelled(name: str, value: str, lang: str) -> str:
    """Join a name and a value by a colon, spaced as the language asks."""
    return text(lang, "ui.labelled", name=name, value=value)


def title_of(checklist: Checklist | None, criterion_id: str, lang: str) -> str:
    """Return a criterion's title; its id where the checklist does not hold it."""
    criterion = find_criterion(checklist, criterion_id)
    return in_words(criterion.title, lang) if criterion else criterion_id


def in_words(written: Text | Title, lang: str) -> str:
    """Return a text of a checklist, with French marks kept to their word."""
    return spaced(lang, written.in_language(lang))


def find_criterion(checklist: Checklist | None, criterion_id: str) -> Criterion | None:
    """Return a checklist's criterion, or None."""
    criteria = checklist.criteria if checklist else ()
    return next((c for c in criteria if c.id == criterion_id), None)


def tag(words: str, extra: str = "") -> str:
    """Return a small framed word."""
    classes = f"tag {extra}".strip()
    return f'<span class="{classes}">{escape(words)}</span>'


def attributes(values: Mapping[str, str]) -> str:
    """Write HTML attributes, every value escaped."""
    return "".join(f' {name}="{escape(v)}"' for name, v in values.items())
