"""The public edition: what may leave the team. Source: method, section 6."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from statistics import median
from typing import Any, NamedTuple

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from sbd.assessment.records import DOUBLED_AT_RAISED_RISK
from sbd.assessment.scores import rescore
from sbd.checklists.model import Criterion
from sbd.document import (
    ActionRecord,
    Assessment,
    ChecklistRecord,
    Coded,
    CriterionResult,
    DisciplineResult,
    PartResult,
    People,
    PlanRecord,
    Reliability,
)
from sbd.plans.plan import Plan
from sbd.reviews.model import levels_by_criterion
from sbd.scoring.people import alpha

#: Kinds whose elements are left out of public files.
SENSITIVE_KINDS = frozenset({"risk_spot", "sensitive_zone"})
#: Kinds that protect or watch.
PROTECTING_KINDS = frozenset({"bollard", "barrier", "camera"})
#: Element columns that are dropped from public files.
SENSITIVE_COLUMNS = frozenset(
    {
        "rating",
        "fixing",
        "fire_key",
        "azimuth_deg",
        "fov_deg",
        "range_m",
        "mask",
        "risk",
        "risk_decided_by",
        "risk_date",
        "design_vehicle",
    }
)
#: Disciplines with fewer raters are merged, so that nobody can be told apart.
FEWEST_RATERS = 3
#: A legal access figure whose widths are the gaps of the protective line.
ACCESS_GAPS = "A-03"
#: Labels of places at such gaps, which other criteria show too.
GAPS = ("gap", "slow_gap", "vehicle_gap")
#: Arguments of reasons that tell how wide such gaps are.
GAP_ARGS = frozenset({"gates", "gates_m"})
#: A width measured this close to a gap, and as wide, is that of the gap. [deg], [m]
_AT_GAP_DEG, _SAME_M = 1e-5, 0.02
#: What is no larger and stands at a gap may be one of its posts. [deg]
_POST_DEG = 2e-5


def public_edition(assessment: Assessment) -> Assessment:
    """Return the public edition of a restricted assessment.

    Sensitive criteria keep only their id, and the dimension scores are computed
    without them, so that nobody can subtract them out.

    Parameters
    ----------
    assessment : Assessment
        The restricted edition; a public one is returned as it is.

    Returns
    -------
    Assessment
        Scored again.
    """
    if assessment.edition == "public":
        return assessment
    hidden = {c.id for c in assessment.criteria if c.sensitive}
    protects = assessment.plan.elements.get("crowd_zone", 0) > 0
    gaps = _gaps(assessment) if protects else []
    open_ratings = [r for r in assessment.ratings if r.criterion not in hidden]
    return rescore(
        assessment.model_copy(
            update={
                "edition": "public",
                "plan": _plan(assessment.plan, hidden),
                "checklist": _checklist(assessment.checklist, hidden),
                "criteria": tuple(
                    _criterion(c, gaps, protects=protects) for c in assessment.criteria
                ),
                "reliability": Reliability(
                    alpha=alpha(levels_by_criterion(open_ratings))
                ),
                "participants": _participants(assessment.participants),
                "ratings": (),
                "remarks": (),
                "actions": public_actions(assessment.actions, assessment.criteria),
            }
        )
    )


def public_plan(plan: Plan) -> Plan:
    """Return a plan as drawings that go from hand to hand may show it.

    They leave out what protects too: gaps could be measured on them.
    """
    hidden = SENSITIVE_KINDS | PROTECTING_KINDS
    layers = {k: f for k, f in plan.layers.items() if k not in hidden}
    return replace(plan, layers=layers)


def public_actions(
    actions: Iterable[ActionRecord], criteria: Iterable[CriterionResult | Criterion]
) -> tuple[ActionRecord, ...]:
    """Keep the actions on criteria that the public may read about."""
    shown = {c.id for c in criteria if not c.sensitive}
    return tuple(a for a in actions if a.criterion in shown)


def _criterion(
    result: CriterionResult, gaps: list[_Gap], *, protects: bool
) -> CriterionResult:
    if result.sensitive:
        return CriterionResult(
            id=result.id,
            bar=result.bar,
            state="withheld",
            status=result.status,
            certainty=result.certainty,
            sensitive=True,
            source=result.source,
        )
    update: dict[str, object] = {"people": _people(result.people)}
    if result.id == ACCESS_GAPS and protects and result.state != "not_applicable":
        update |= _without_widths(result)
    elif gaps:
        update |= _without_gaps(result, gaps)
    return result.model_copy(update=update)


class _Gap(NamedTuple):
    """A gap of the protective line: where it is, and how wide. [deg], [m]"""

    shape: BaseGeometry
    width: float


def _gaps(assessment: Assessment) -> list[_Gap]:
    """Return every gap that any criterion shows, sensitive ones included."""
    return [
        _Gap(shape(feature["geometry"]), feature["properties"]["value"])
        for result in assessment.criteria
        for feature in (result.where or {}).get("features", ())
        if feature["properties"].get("label") in GAPS
        and feature["properties"].get("value") is not None
    ]


def _without_gaps(result: CriterionResult, gaps: list[_Gap]) -> dict[str, object]:
    """Leave out places that show a gap in a row, whatever criterion they are of.

    Where the criterion's own value or reason is that of a gap, neither is kept.
    """
    features = (result.where or {}).get("features", ())
    shown = [f for f in features if not _shows_gap(f, gaps)]
    widths, hidden = [g.width for g in gaps], len(features) - len(shown)
    told = GAP_ARGS & set(result.reason.args) if result.reason else None
    own = any(_is_width(p.value, p.unit, widths) for p in result.parts)
    if told or (hidden and own):
        return _without_widths(result)
    if not hidden:
        return {}
    if not shown:
        return {"where": None, "place": "whole_site"}
    return {"where": {**(result.where or {}), "features": shown}}


def _shows_gap(feature: dict[str, Any], gaps: list[_Gap]) -> bool:
    about = feature["properties"]
    if about.get("label") in GAPS:
        return True
    place = shape(feature["geometry"])
    same = _is_width(about.get("value"), about.get("unit"), [g.width for g in gaps])
    if not same and not _is_post(place):
        return False
    return any(place.distance(g.shape) < _AT_GAP_DEG for g in gaps)


def _is_post(place: BaseGeometry) -> bool:
    """Whether something drawn to its size may be a post beside a gap."""
    west, south, east, north = place.bounds
    return place.area > 0 and max(east - west, north - south) <= _POST_DEG


def _is_width(value: float | None, unit: str | None, widths: list[float]) -> bool:
    same = (abs(value - w) < _SAME_M for w in widths) if value is not None else ()
    return unit == "m" and any(same)


def _without_widths(result: CriterionResult) -> dict[str, object]:
    """Keep the whole level only: a finer one would give the width back."""

    def whole(level: float | None) -> float | None:
        return None if level is None else float(int(level))

    parts = tuple(
        PartResult.model_validate(
            {
                **p.model_dump(),
                "value": None,
                "worst": None,
                "best": None,
                "level": whole(p.level),
                "low": whole(p.low),
                "high": whole(p.high),
            }
        )
        for p in result.parts
    )
    return {
        "parts": parts,
        "level": whole(result.level),
        "measured_level": whole(result.measured_level),
        "low": whole(result.low),
        "high": whole(result.high),
        "reason": Coded(code="detail_withheld"),
        "where": None,
        "place": "whole_site",
    }


def _participants(people: dict[str, int]) -> dict[str, int]:
    """Merge the disciplines of few, as `_people` does."""
    shown = {name: n for name, n in people.items() if n >= FEWEST_RATERS}
    few = sum(people.values()) - sum(shown.values())
    return {**shown, "merged": few} if few else shown


def _people(people: People | None) -> People | None:
    if people is None:
        return None
    large = {n: d for n, d in people.disciplines.items() if d.n >= FEWEST_RATERS}
    small = [d for n, d in people.disciplines.items() if n not in large]
    merged = dict(large)
    if small:
        medians = [d.median for d in small if d.median is not None]
        middle = median(medians) if medians else None
        merged["merged"] = DisciplineResult(median=middle, n=sum(d.n for d in small))
    return people.model_copy(update={"disciplines": merged})


def _plan(plan: PlanRecord, hidden: set[str]) -> PlanRecord:
    return plan.model_copy(
        update={
            "risk": None,
            "elements": {
                k: n for k, n in plan.elements.items() if k not in SENSITIVE_KINDS
            },
            "declared": tuple(k for k in plan.declared if k not in SENSITIVE_KINDS),
            "supplied": tuple(
                s
                for s in plan.supplied
                if s.kind not in SENSITIVE_KINDS
                and s.attribute not in SENSITIVE_COLUMNS
            ),
            "notes": tuple(n for n in plan.notes if not _tells(n, hidden)),
        }
    )


def _tells(note: Coded, hidden: set[str]) -> bool:
    """Whether a note speaks of something the public edition withholds."""
    if note.code.startswith("risk"):
        return True
    words = set(_strings(note.args.values()))
    return bool(words & (SENSITIVE_KINDS | SENSITIVE_COLUMNS | hidden))


def _strings(values: Iterable[object]) -> Iterable[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from _strings(value)
        elif isinstance(value, dict):
            yield from _strings([*value.keys(), *value.values()])


def _checklist(record: ChecklistRecord, hidden: set[str]) -> ChecklistRecord:
    """Undo the doubling of weights, which tells the risk, and drop hidden tensions."""
    doubled = set(DOUBLED_AT_RAISED_RISK)
    return record.model_copy(
        update={
            "weights": {
                c: (0, 0, 0) if c in doubled & hidden else w
                for c, w in record.weights.items()
            },
            "tensions": {
                name: sides
                for name, sides in record.tensions.items()
                if not hidden & {c for side in sides for c in side}
            },
        }
    )
