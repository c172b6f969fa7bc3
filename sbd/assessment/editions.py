"""The public edition: what may leave the team. Source: method, section 6."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from statistics import median
from typing import Any, NamedTuple

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from sbd.assessment.public_notes import counted, kind_in, open_notes
from sbd.assessment.public_shapes import without_prints
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
from sbd.indicators.registry import indicators
from sbd.plans.plan import Plan
from sbd.reviews.model import levels_by_criterion
from sbd.scoring.people import alpha

#: Kinds whose elements are left out of public files.
SENSITIVE_KINDS = frozenset({"risk_spot", "sensitive_zone"})
#: Kinds that protect or watch.
PROTECTING_KINDS = frozenset({"bollard", "barrier", "camera"})
#: Kinds of which public files tell neither how many there are nor where they stand:
#: gaps could be worked out from both.
HIDDEN = SENSITIVE_KINDS | PROTECTING_KINDS
#: Indicators of the sensitive criteria.
SENSITIVE_INDICATORS = frozenset(
    {"approach_speed", "vehicle_gap", "barrier_energy_ratio", "camera_on_risk_share"}
)
#: Indicators whose numbers are withheld where a row protects people.
WITHHELD_INDICATORS = frozenset({"barrier_gap", "slow_gap_width"})
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
                "checklist": _checklist(
                    assessment.checklist, hidden, protects=protects
                ),
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
    layers = {k: f for k, f in plan.layers.items() if k not in HIDDEN}
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
    elif result.id != ACCESS_GAPS:
        # In this order: a post beside a gap is an element first.
        update |= _without_elements(result)
        if gaps:
            update |= _without_gaps(result.model_copy(update=update), gaps)
    return _without_prints(result.model_copy(update=update))


def _without_prints(result: CriterionResult) -> CriterionResult:
    """Fill what posts leave open in the areas of a criterion."""
    if not result.where:
        return result
    filled = [without_prints(f) for f in result.where["features"]]
    return result.model_copy(update={"where": {**result.where, "features": filled}})


def _without_elements(result: CriterionResult) -> dict[str, object]:
    """Leave out protective elements among the places, and what counts them."""
    features = (result.where or {}).get("features", ())
    shown = [f for f in features if not _protects(f["properties"], f["geometry"])]
    counts = result.reason is not None and counted(result.reason, HIDDEN)
    if len(shown) == len(features) and not counts:
        return {}
    kept = {**(result.where or {}), "features": shown} if shown else None
    place = result.place if shown else "whole_site"
    withheld = Coded(code="numbers_withheld")
    parts = _without_widths(result) if len(shown) < len(features) else {}
    return {**parts, "reason": withheld, "where": kept, "place": place}


def _protects(about: dict[str, Any], geometry: dict[str, Any]) -> bool:
    """Whether a place is that of a protective element, or may be one.

    The document tells an element's id only; most ids begin with the kind.
    """
    name = str(about.get("element_id") or "")
    kind = kind_in(name)
    if kind is None and name and about.get("label") == "obstacle":
        return _is_small(shape(geometry))
    return kind in PROTECTING_KINDS


def _is_small(place: BaseGeometry) -> bool:
    west, south, east, north = place.bounds
    return place.area == 0 or max(east - west, north - south) <= _POST_DEG


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
    # A width that a gap decides tells that of the gap, to the step of a scale at least.
    lengths = any(p.unit == "m" for p in result.parts)
    short = any(_falls_short(f) and _shows_gap(f, gaps) for f in features)
    if told or (hidden and own) or (lengths and short):
        return _without_widths(result)
    if not hidden:
        return {}
    if not shown:
        return {"where": None, "place": "whole_site"}
    return {"where": {**(result.where or {}), "features": shown}}


def _falls_short(feature: dict[str, Any]) -> bool:
    return bool(feature["properties"].get("role") == "finding")


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
    return place.area > 0 and _is_small(place)


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
            "elements": {k: n for k, n in plan.elements.items() if k not in HIDDEN},
            "declared": tuple(k for k in plan.declared if k not in HIDDEN),
            "supplied": tuple(
                s
                for s in plan.supplied
                if s.kind not in HIDDEN and s.attribute not in SENSITIVE_COLUMNS
            ),
            "notes": open_notes(plan.notes, HIDDEN | SENSITIVE_COLUMNS | hidden),
        }
    )


def _checklist(
    record: ChecklistRecord, hidden: set[str], *, protects: bool
) -> ChecklistRecord:
    """Undo the doubling of weights, which tells the risk, and drop hidden tensions.

    Numbers that only they use, and widths that are withheld, are left out too.
    """
    doubled, unused = set(DOUBLED_AT_RAISED_RISK), _unused(protects=protects)
    return record.model_copy(
        update={
            "parameters": {
                name: value
                for name, value in record.parameters.items()
                if name not in unused
            },
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


def _unused(*, protects: bool) -> frozenset[str]:
    """Return the parameters that nothing shown uses."""
    withheld = SENSITIVE_INDICATORS | (WITHHELD_INDICATORS if protects else set())
    hidden: set[str] = set()
    shown: set[str] = set()
    for name, entry in indicators().items():
        (hidden if name in withheld else shown).update(entry.parameters)
    return frozenset(hidden - shown)
