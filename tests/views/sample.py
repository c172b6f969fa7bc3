"""A small square and its assessment, made by hand: every state once."""

from __future__ import annotations

from datetime import date
from typing import Any

import shapely

from sbd.checklists.model import (
    Anchors,
    Checklist,
    Criterion,
    Gate,
    Part,
    Source,
    Tension,
    Text,
    Title,
    Weights,
)
from sbd.document import (
    Assessment,
    Balance,
    ChecklistRecord,
    Coded,
    CriterionResult,
    DimensionScore,
    DisciplineResult,
    GateResult,
    Interval,
    PartResult,
    People,
    PlanRecord,
    RiskRecord,
    TensionResult,
    Verdict,
)
from sbd.plans.plan import Plan
from tests.views.sample_plan import at, line, rect, sample_plan

NASTY = "</script><img src=x onerror=alert(1)>\"'&"


def _criterion(
    cid: str, bar: str, title: tuple[str, str, str], **more: Any
) -> Criterion:
    en, nl, fr = title
    weights = {"governance": Weights(safety=1)}.get(bar)
    fields: dict[str, Any] = {
        "question": Text(en=f"{en}?"),
        "guidance": Text(en="Look at the plan and at the place itself."),
        "chain_phase": ("prevention",),
        "phenomenon": ("inclusion",),
        "discipline": "planning",
        "user_groups": ("everyone",),
        "applies_to": ("square",),
        "status": "advisory",
        "certainty": "proposal",
        "source": (Source(title="Belgian access practice", certainty="memory"),),
        **more,
    }
    if "measured_by" not in fields:
        fields["anchors"] = Anchors(level_0=Text(en="none"), level_4=Text(en="all"))
    return Criterion(
        id=cid,
        bar=bar,
        title=Title(en=en, nl=nl, fr=fr),
        weights=weights or Weights(**{bar: 3}),
        **fields,
    )


def _part(indicator: str, unit: str, cuts: Any, better: str, **more: Any) -> Part:
    return Part(indicator=indicator, unit=unit, cuts=cuts, better=better, **more)


GAP = _part("barrier_gap", "m", (0.9, 1.0, 1.2, None), "higher", max_level=3)
SHADE = _part("shade_share", "%", (10, 25, 40, 60), "higher", range=(0.0, 100.0))
REST = _part("rest_distance", "m", (150, 100, 50, 30), "lower")


def sample_checklist() -> Checklist:
    a03 = ("Gaps passable with a wheelchair", "Doorgangen bruikbaar met rolstoel")
    return Checklist(
        id="sample",
        version="1.0.0",
        date=date(2025, 1, 1),
        provider="sbd",
        licence="CC0-1.0",
        languages=("nl", "fr", "en"),
        title=Title(en="Sample", nl="Voorbeeld", fr="Exemple"),
        scope=Text(
            en="It looks at the design of public space before works start.",
            nl="Ze bekijkt het ontwerp van openbare ruimte vóór de werken.",
            fr="Elle examine le projet d’espace public avant les travaux.",
        ),
        criteria=(
            _criterion(
                "A-03",
                "accessibility",
                (*a03, "Passages utilisables en fauteuil roulant"),
                gate=Gate(basis="method"),
                measured_by=(GAP,),
                tensions=("T01",),
            ),
            _criterion(
                "S-02",
                "safety",
                ("Continuous line", "Doorlopende lijn", "Ligne continue"),
                sensitive=True,
                tensions=("T01",),
            ),
            _criterion(
                "L-02",
                "liveability",
                ("Shade on hot days", "Schaduw op warme dagen", "Ombre par chaleur"),
                measured_by=(SHADE,),
                status="good_practice",
            ),
            _criterion(
                "A-09",
                "accessibility",
                ("Resting places", "Rustplekken", "Lieux de repos"),
                measured_by=(REST,),
            ),
            _criterion(
                "A-05",
                "accessibility",
                ("Gentle slopes", "Zachte hellingen", "Pentes douces"),
                certainty="sourced",
                measured_by=(_part("gentle_share", "%", (60, 75, 90, 98), "higher"),),
            ),
            _criterion(
                "S-17",
                "safety",
                ("Cameras", "Camera’s", "Caméras"),
                sensitive=True,
                when="camera",
            ),
            _criterion(
                "L-13",
                "liveability",
                ("Beauty", "Schoonheid", "Beauté"),
                status="good_practice",
            ),
            _criterion(
                "G-01",
                "governance",
                ("Shared diagnosis", "Gedeelde diagnose", "Diagnostic partagé"),
                gate=Gate(basis="statutory"),
            ),
        ),
        tensions=(
            Tension(
                id="T01",
                pull=Title(
                    en="closed line vs wheelchair",
                    nl="gesloten lijn tegen rolstoel",
                    fr="ligne fermée contre fauteuil",
                ),
                sides=(("S-02",), ("A-03",)),
                way_out=Title(
                    en="1.20 m clear gaps",
                    nl="vrije doorgangen van 1,20 m",
                    fr="passages libres de 1,20 m",
                ),
            ),
        ),
    )


def _measured(part: Part, value: float, level: float) -> PartResult:
    return PartResult(
        value=value,
        worst=value,
        best=value,
        level=level,
        low=level,
        high=level,
        **part.model_dump(),
    )


def place(plan: Plan, geometry: Any, **properties: Any) -> dict[str, Any]:
    degrees = plan.to_lonlat(geometry)
    return {
        "type": "Feature",
        "geometry": shapely.geometry.mapping(degrees),
        "properties": {"role": "finding", **properties},
    }


def _where(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def sample_results(plan: Plan) -> tuple[CriterionResult, ...]:
    failed = GateResult(criterion="A-03", passed=False, basis="method")
    unknown_gate = GateResult(criterion="G-01", passed=None, basis="statutory")
    base: dict[str, Any] = {
        "status": "advisory",
        "certainty": "proposal",
        "source": ("Belgian access practice",),
    }
    south, west = line((4, 3), (76, 3)), line((3, 4), (3, 50))
    sun = rect(20, 10, 60, 28)
    return (
        CriterionResult(
            id="A-03",
            bar="accessibility",
            state="measured",
            parts=(_measured(GAP, 0.84, 0.4),),
            level=0.4,
            low=0.4,
            high=0.4,
            gain=6.4,
            gate=failed,
            reason=Coded(code="not_measured_yet"),
            completeness="declared",
            assumed=("bollard-size",),
            where=_where(
                place(plan, south, value=0.84, unit="m", part="barrier_gap"),
                place(plan, west, value=0.97, unit="m", part="barrier_gap"),
            ),
            **base,
        ),
        CriterionResult(
            id="S-02",
            bar="safety",
            state="judged",
            level=3.0,
            low=3.0,
            high=3.0,
            gain=1.2,
            sensitive=True,
            people=People(
                disciplines={
                    "police": DisciplineResult(median=3.5, n=2),
                    "fire": DisciplineResult(median=2.5, n=4),
                },
                spread=(2.0, 2.5, 3.5, 4.0),
                di=0.4,
            ),
            **base,
        ),
        CriterionResult(
            id="L-02",
            bar="liveability",
            state="measured",
            parts=(_measured(SHADE, 17.0, 1.4667),),
            level=1.4667,
            low=1.4667,
            high=4.0,
            gain=3.3,
            completeness="as_mapped",
            where=_where(place(plan, sun, label="route_in_sun", unit="%")),
            **{**base, "status": "good_practice"},
        ),
        CriterionResult(
            id="A-09",
            bar="accessibility",
            state="measured",
            parts=(_measured(REST, 28.0, 4.0),),
            level=4.0,
            low=4.0,
            high=4.0,
            gain=0.0,
            completeness="declared",
            where=_where(
                place(plan, at(20, 20), role="good"),
                place(plan, line((0, 15), (80, 15)), role="route"),
            ),
            **base,
        ),
        CriterionResult(
            id="A-05",
            bar="accessibility",
            state="unknown",
            gain_up_to=2.6,
            reason=Coded(code="attribute_missing", args={"attributes": ("slope_pct",)}),
            **{**base, "certainty": "sourced"},
        ),
        CriterionResult(
            id="S-17", bar="safety", state="not_applicable", sensitive=True, **base
        ),
        CriterionResult(
            id="L-13",
            bar="liveability",
            state="judged",
            level=2.5,
            low=2.5,
            high=2.5,
            gain=2.0,
            place="whole_site",
            **base,
        ),
        CriterionResult(
            id="G-01",
            bar="governance",
            state="unknown",
            gain_up_to=None,
            gate=unknown_gate,
            **base,
        ),
    )


def sample(plan: Plan | None = None, **changes: Any) -> Assessment:
    """The assessment of picture 02: accessibility lags, one requirement not met."""
    plan = plan or sample_plan()
    results = changes.pop("criteria", None) or sample_results(plan)
    record = changes.pop("record", None)
    fields: dict[str, Any] = {
        "program": "sbd 0.1.0",
        "date": "2025-11-22",
        "edition": "restricted",
        "plan": PlanRecord(
            name=plan.name,
            variant="A",
            space_type=plan.space_type,
            design_phase=plan.design_phase,
            risk=RiskRecord(vehicle="raised", design_vehicle="7t", decided_by="police"),
            crs="EPSG:31370",
            sha256="0" * 64,
            tolerance_m=0.01,
            elements={k: len(v) for k, v in plan.layers.items()},
            declared=tuple(sorted(plan.declared)),
            assumed=("bollard-size",),
            notes=tuple(Coded(code=n.code, args=dict(n.args)) for n in plan.notes),
        ),
        "checklist": ChecklistRecord(
            id="sample", version="1.0.0", sha256="1" * 64, weights={"A-03": (0, 3, 0)}
        ),
        "dimensions": {
            "safety": _score(74, 66, 81, 0.9),
            "accessibility": _score(41, 35, 52, 0.8),
            "liveability": _score(55, 48, 63, 0.76),
        },
        "governance": _score(58, 44, 70, 0.6),
        "overall": Interval(score=55.2, low=48, high=64),
        "balance": Balance(
            evenness=0.9, min_over_mean=0.72, weakest="accessibility", line=50.0
        ),
        "verdict": Verdict(code="unbalanced", ready=False, certain=False),
        "gates": tuple(r.gate for r in results if r.gate is not None),
        "tensions": (
            TensionResult(
                id="T01", sharp=True, difference=3.0, levels={"S-02": 3.0, "A-03": 0.0}
            ),
        ),
        "criteria": results,
        **changes,
    }
    if record is not None:
        fields["plan"] = record
    return Assessment(**fields)


def _score(score: float, low: float, high: float, coverage: float) -> DimensionScore:
    return DimensionScore(score=score, low=low, high=high, coverage=coverage)
