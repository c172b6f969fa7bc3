"""The elements of one kind as a table to fill in: columns, rows, origin of values."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

import geopandas as gpd

from sbd.assessment.readiness import Ready, completed, helped
from sbd.indicators.registry import indicators
from sbd.locale import LANGS, plural, text
from sbd.plans.kinds import KINDS, Attribute
from sbd.plans.plan import Plan
from sbd.plans.value_ranges import RANGES
from sbd.views.editor_kinds import UNITS

#: Kinds that are no elements to fill in: they are asked about elsewhere.
FRAME = frozenset({"site", "extent"})
#: Counted things, in which a mark before three digits parts thousands.
_COUNTED = frozenset({"lumen", "people"})
#: Words that a spreadsheet may hold for yes and no, beside those of the screen.
_YES_NO = {"yes": ("true", "1"), "no": ("false", "0")}
#: Headers of a column that holds ids.
_ID_NAMES = ("id", "element_id")
#: Keys of ``fill.<name>`` that the table fills in the browser.
WORDS = (
    "which",
    "search",
    "only_missing",
    "choose_all",
    "choose_none",
    "choose_row",
    "choose_page",
    "for_chosen",
    "set_chosen",
    "apply",
    "element",
    "cell",
    "unlocks",
    "completes",
    "unknown",
    "supplied",
    "assumed",
    "missing",
    "previous",
    "next",
    "range",
    "no_rows",
    "no_value",
    "nothing_chosen",
    "nothing_typed",
    "nothing_changes",
    "will_change",
    "will_skip",
    "no_such_id",
    "no_room",
    "no_header",
    "keep",
    "cancel",
    "cancelled",
    "paste",
    "paste_help",
    "sending",
    "lost",
    "skip",
)
_PLACES = ("n", "name", "what", "first", "last", "of", "value", "criteria", "kind")


def kinds_to_fill(plan: Plan, ready: Sequence[Ready]) -> dict[str, int]:
    """Return the kinds that have something to fill in, those that lack most first.

    Parameters
    ----------
    plan : Plan
        As read.
    ready : sequence of Ready
        What its criteria lack.

    Returns
    -------
    dict of str to int
        By kind, how many values some criterion needs and does not find; kinds that
        lack nothing come last, in the order of the catalogue. [1]
    """
    lacking: dict[tuple[str, str], int] = {}
    for lack in (lack for one in ready for lack in one.lacks):
        if lack.attribute is not None and lack.kinds[0] not in FRAME:
            key = lack.kinds[0], lack.attribute
            lacking[key] = max(lacking.get(key, 0), lack.count)
    counted: Counter[str] = Counter()
    for (kind, _), n in lacking.items():
        counted[kind] += n
    present = [
        k
        for k in KINDS
        if k not in FRAME
        and KINDS[k].attributes
        and plan.has(k)
        and len(own_elements(plan, k))
    ]
    return {k: counted[k] for k in sorted(present, key=lambda k: -counted[k])}


def element_table(
    plan: Plan,
    kind: str,
    ready: Sequence[Ready],
    missing: Mapping[str, Collection[str]],
    lang: str,
) -> dict[str, Any]:
    """Return the elements of a kind with their values.

    Parameters
    ----------
    plan : Plan
        As read.
    kind : str
        Name in the catalogue.
    ready : sequence of Ready
        What the criteria lack; the columns say which of them they help.
    missing : mapping of str to collection of str
        By attribute, the elements in which some criterion misses it.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    dict
        To be written as JSON. ``columns`` have ``id``, ``label``, ``unit``,
        ``number``, ``range`` (least and greatest), ``whole``, ``options`` (value,
        words, what else is read as it), ``unlocks``, ``completes`` (criteria that need
        nothing else) and ``names`` (headers known in a spreadsheet); ``rows`` is text,
        a JSON object per line: ``i`` (id), ``v`` (values by column, None unknown),
        ``o`` (origins by column: ``s`` supplied, ``a`` assumed, ``.`` neither) and
        ``m`` (numbers of the columns that some criterion misses). What an assumption
        drew, or the reader took from centre lines, is no row: nothing can be supplied
        to it.
    """
    attributes = columns_of(kind)
    kept: Mapping[str, str] = {place: f"{{{place}}}" for place in _PLACES}
    return {
        "kind": kind,
        "name": plural(lang, f"kind.{kind}", 2),
        "lang": lang,
        "columns": [_column(kind, a, ready, lang) for a in attributes],
        "ids": [*_ID_NAMES, *(text(x, "fill.element").lower() for x in LANGS)],
        "rows": _rows(plan, kind, attributes, missing),
        "words": {name: text(lang, f"fill.{name}", **kept) for name in WORDS},
    }


def columns_of(kind: str) -> tuple[Attribute, ...]:
    """Return the attributes of a kind, those that some criterion needs first."""
    needed = _needed().get(kind, frozenset())
    attributes = KINDS[kind].attributes
    return tuple(sorted(attributes, key=lambda a: a.name not in needed))


@cache
def _needed() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for need in (need for entry in indicators().values() for need in entry.needs):
        for kind in need.kinds:
            found.setdefault(kind, set()).update(need.attributes)
    return {kind: frozenset(names) for kind, names in found.items()}


def _column(
    kind: str, attribute: Attribute, ready: Sequence[Ready], lang: str
) -> dict[str, Any]:
    name = attribute.name
    label = text(lang, f"attribute.{name}")
    unit = next((u for end, u in UNITS.items() if name.endswith(end)), "")
    whole = completed(ready, [kind], name)
    called = {text(x, f"attribute.{name}").lower() for x in LANGS}
    return {
        "id": name,
        "label": label[:1].upper() + label[1:],
        "unit": unit,
        "number": attribute.type == "number",
        "range": RANGES.get(name),
        "whole": name in _COUNTED,
        "options": _options(attribute, lang),
        "unlocks": ", ".join(i for i in helped(ready, kind, name) if i not in whole),
        "completes": ", ".join(whole),
        "names": sorted({name, *called, *(f"{c} [{unit}]" for c in called if unit)}),
    }


def _options(attribute: Attribute, lang: str) -> list[list[Any]]:
    """Return value, words and what else is read as it, per choice."""
    if attribute.type == "yesno":
        keys = {value: f"word.{value}" for value in _YES_NO}
    else:
        keys = {value: f"editor.choice.{value}" for value in attribute.choices}
    return [
        [
            value,
            text(lang, key),
            sorted(
                {value, *(text(x, key).lower() for x in LANGS)}
                | set(_YES_NO.get(value, ()))
            ),
        ]
        for value, key in keys.items()
    ]


def _rows(
    plan: Plan,
    kind: str,
    attributes: Sequence[Attribute],
    missing: Mapping[str, Collection[str]],
) -> str:
    layer = own_elements(plan, kind)
    names = [a.name for a in attributes]
    table = layer[names].astype(object)
    known = table.where(table.notna(), None).to_numpy().tolist()
    origin = _origins(plan, kind)
    ids = [str(i) for i in layer.index]
    lacking = {name: frozenset(missing.get(name, ())) for name in names}
    return "\n".join(
        json.dumps(
            {
                "i": i,
                "v": values,
                "o": "".join(origin.get((i, name), ".") for name in names),
                "m": [n for n, name in enumerate(names) if i in lacking[name]],
            },
            separators=(",", ":"),
        )
        for i, values in zip(ids, known, strict=True)
    )


def own_elements(plan: Plan, kind: str) -> gpd.GeoDataFrame:
    """Return the elements of a kind to which something can be supplied."""
    layer = plan.of(kind)
    if kind == "route" and plan.route_source == "centrelines":
        return layer.iloc[:0]
    drawn = {
        s.element_id
        for s in plan.supplied
        if (s.kind, s.attribute, s.by) == (kind, "geometry", "assumed")
    }
    return layer[~layer.index.isin(drawn)]


def _origins(plan: Plan, kind: str) -> dict[tuple[str, str], str]:
    """Return ``s`` or ``a`` by element and attribute; the source's have none."""
    marks = {"supplied": "s", "assumed": "a"}
    found: dict[tuple[str, str], str] = {}
    for entry in plan.supplied:
        if entry.kind == kind and entry.by in marks:
            found[entry.element_id, entry.attribute] = marks[entry.by]
    return found
