"""Findings of the checks in words: rows of a list, places for the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import shapely

from sbd.locale import number, plural, text
from sbd.plans.checks import Finding
from sbd.plans.plan import Plan
from sbd.views.words import kind_name, with_unit

#: Elements named in a row; further ones are counted. Source: our choice.
NAMED = 3
#: Margin around a place on the map, so that a point is seen among its neighbours. [m]
#: Source: our choice.
MARGIN_M = 5.0
#: Mark of each severity; the word stands beside it.
MARKS = {"error": "×", "warning": "!", "info": "i"}
_UNITS = {"_m": "m", "_kmh": "km/h", "_pct": "%"}


def check_rows(
    plan: Plan, findings: Sequence[Finding], lang: str, *, most: int | None = None
) -> list[dict[str, str]]:
    """Return the rows of the list of findings.

    Parameters
    ----------
    plan : Plan
        The plan checked.
    findings : sequence of Finding
        In the order of the list.
    lang : {"nl", "fr", "en"}
        Language.
    most : int, optional
        How many of one check become rows; all are counted.

    Returns
    -------
    list of dict
        As `sbd.ui.components.choice_list` shows them, plain text: ``id`` is the
        finding's key, ``group`` its severity with the number of findings.
    """
    counts = Counter(f.severity for f in findings)
    groups = {s: plural(lang, f"checks.n.{s}", n) for s, n in counts.items()}
    seen: Counter[str] = Counter()
    rows = []
    for found in findings:
        seen[found.code] += 1
        if most is None or seen[found.code] <= most:
            rows.append(
                {
                    "id": found.key,
                    "group": groups[found.severity],
                    "title": check_text(found, lang),
                    "sub": elements_text(plan, found, lang),
                    "chip": MARKS[found.severity],
                    "cls": found.severity,
                    "word": text(lang, f"checks.severity.{found.severity}"),
                }
            )
    return rows


def check_names(findings: Iterable[Finding], lang: str) -> dict[str, str]:
    """Return the checks that found something: name and number by code, in order."""
    counts = Counter(f.code for f in findings)
    return {
        code: text(lang, "checks.option", name=check_name(code, lang), n=n)
        for code, n in counts.items()
    }


def check_name(code: str, lang: str) -> str:
    """Return the name of a check."""
    return text(lang, f"checks.name.{code}")


def check_text(found: Finding, lang: str) -> str:
    """Return a finding as one line of plain text."""
    return text(lang, f"checks.say.{found.code}", **_said(found.args, lang))


def _said(args: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Turn arguments into words: names of kinds, numbers with their unit."""
    count = args.get("n", 1)
    said: dict[str, Any] = {"many": f" ({number(lang, count)})" if count > 1 else ""}
    for name, value in args.items():
        if name in ("kind", "below"):
            word = kind_name(value, lang, count)
            said |= {name: word, name.capitalize(): word[:1].upper() + word[1:]}
        elif name == "attribute":
            said[name] = text(lang, f"attribute.{value}")
        elif name in ("value", "low", "high", "meant"):
            raw = name == "value" and "unit" in args
            said[name] = _value(value, "" if raw else _unit(args["attribute"]), lang)
        elif name == "area_m2":
            said["area"] = _value(value, "m2", lang)
        elif name.endswith("_m"):
            said[name.removesuffix("_m")] = _value(value, "m", lang)
        else:
            said[name] = value
    return said


def _unit(attribute: str) -> str:
    return next((u for end, u in _UNITS.items() if attribute.endswith(end)), "")


def _value(value: float, unit: str, lang: str) -> str:
    """Write a number as short as it is exact to two decimals, with its unit."""
    digits = next((d for d in (0, 1) if round(value, d) == round(value, 2)), 2)
    return with_unit(number(lang, value, digits), unit or "1", lang)


def elements_text(plan: Plan, found: Finding, lang: str) -> str:
    """Name the elements of a finding: kind and id, the first three and how many more.

    Ids come from files: plain text, not escaped.
    """
    names = [f"{kind_name(plan.kind_of(i), lang)} {i}" for i in found.ids[:NAMED]]
    listed = " · ".join(names)
    left = len(found.ids) - NAMED
    if left > 0:
        return text(lang, "checks.others", names=listed, n=left)
    return listed


def check_place(plan: Plan, found: Finding, stamp: str) -> dict[str, Any]:
    """Return where a finding is, for the map of the page *Plan*.

    Parameters
    ----------
    plan : Plan
        The plan checked.
    found : Finding
        One of its findings.
    stamp : str
        A text that differs from choice to choice.

    Returns
    -------
    dict
        ``bounds`` ((south, west), (north, east)) with a margin of 5 m and
        ``geometry`` (GeoJSON), both in degrees; ``ids`` and ``stamp``.
    """
    around = shapely.box(*found.where.bounds).buffer(MARGIN_M)
    places = gpd.GeoSeries([found.where, around], crs=plan.crs).to_crs(4326)
    west, south, east, north = places.iloc[1].bounds
    return {
        "bounds": [[south, west], [north, east]],
        "geometry": shapely.geometry.mapping(places.iloc[0]),
        "ids": list(found.ids),
        "stamp": stamp,
    }
