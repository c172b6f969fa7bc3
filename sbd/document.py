"""The assessment document (``.sbd.json``): plan, criteria, scores and reasons.

The document carries all inputs of its scores, so that it can be scored again
without the plan (`sbd.assessment.rescore`). Reasons and notes are codes with
arguments, translated by the views, never sentences. Floats keep their full value;
only views round.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from sbd.checklists.model import Bar, Certainty, Condition, Dimension, Status
from sbd.reviews.model import Rating

FORMAT: Literal["sbd-assessment/1"] = "sbd-assessment/1"

Edition = Literal["public", "restricted"]
State = Literal["measured", "judged", "unknown", "not_applicable", "withheld"]
VerdictCode = Literal["too_little_known", "unbalanced", "insufficient", "balanced"]


class Record(BaseModel):
    """Base of the document's models: no unknown keys, no changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Coded(Record):
    """A code with its arguments, for the views to translate."""

    code: str
    args: dict[str, Any] = Field(default_factory=dict)


class SuppliedValue(Record):
    """An attribute value that the source did not hold."""

    element_id: str
    kind: str
    attribute: str
    value: str | float
    by: Literal["source", "supplied", "assumed"]


class RiskRecord(Record):
    """Whether protection against vehicles was asked for."""

    vehicle: Literal["none", "normal", "raised", "unknown"] = "unknown"
    design_vehicle: str | None = None
    decided_by: str | None = None
    date: str | None = None


class PlanRecord(Record):
    """What the plan was."""

    name: str
    variant: str = ""
    space_type: str | None = None
    design_phase: str | None = None
    risk: RiskRecord | None = None  # None in the public edition
    crs: str
    sha256: str
    tolerance_m: float
    elements: dict[str, int]
    declared: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    supplied: tuple[SuppliedValue, ...] = ()
    notes: tuple[Coded, ...] = ()


class ChecklistRecord(Record):
    """Which checklist was used, with every number that entered the scores."""

    id: str
    version: str
    sha256: str
    weights: dict[str, tuple[int, int, int]]
    parameters: dict[str, float] = Field(default_factory=dict)
    tensions: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = Field(
        default_factory=dict
    )


class Interval(Record):
    """A score and the interval that unknowns leave it. [0-100]"""

    score: float | None
    low: float
    high: float


class DimensionScore(Interval):
    """A dimension's score; coverage is the share of weight answered. [1]"""

    coverage: float


class Balance(Record):
    """How even the three dimensions are.

    ``line`` is the score all three must reach: max(50, 0.85 x mean). Figures are
    null while a dimension has no score.
    """

    evenness: float | None
    min_over_mean: float | None
    weakest: Dimension | None
    line: float | None


class Verdict(Record):
    """The verdict as a code; never shown without its readiness."""

    code: VerdictCode
    ready: bool | None
    certain: bool
    reasons: tuple[Coded, ...] = ()


class GateResult(Record):
    """A requirement: met, not met, or not yet known (null)."""

    criterion: str
    passed: bool | None
    basis: Literal["statutory", "method"]
    reason: Coded | None = None


class TensionResult(Record):
    """A tension both of whose sides have a level."""

    id: str
    sharp: bool
    difference: float
    levels: dict[str, float]


class PartResult(Record):
    """One measured part: its value, its bounds, the level that follows."""

    indicator: str
    value: float | None
    worst: float | None = None
    best: float | None = None
    unit: str
    level: float | None
    low: float
    high: float
    cuts: tuple[float | None, float | None, float | None, float | None]
    better: Literal["higher", "lower"]
    range: tuple[float | None, float | None] = (0.0, None)
    max_level: int = 4

    @field_validator("value", "worst", "best", mode="before")
    @classmethod
    def _finite(cls, value: Any) -> Any:
        # JSON has no infinity: an unbounded value is written as null.
        return None if value in (float("inf"), float("-inf")) else value


class Override(Record):
    """A settled decision against the measured level."""

    level: float
    reason: str
    by: str


class DisciplineResult(Record):
    """One discipline's answer. [level]"""

    median: float | None
    n: int


class People(Record):
    """What people answered on one criterion."""

    disciplines: dict[str, DisciplineResult]
    spread: tuple[float, float, float, float] | None  # min, q1, q3, max
    di: float | None  # disagreement index, from five persons on
    contested: bool = False


class CriterionResult(Record):
    """One criterion: its state, level and interval, and everything behind them."""

    id: str
    bar: Bar
    state: State
    parts: tuple[PartResult, ...] = ()
    level: float | None = None
    low: float = 0.0
    high: float = 4.0
    gain: float | None = None
    gain_up_to: float | None = None
    status: Status
    certainty: Certainty
    sensitive: bool = False
    source: tuple[str, ...] = ()
    when: Condition | None = None
    completeness: Literal["declared", "as_mapped"] | None = None
    reason: Coded | None = None
    assumed: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()
    gate: GateResult | None = None
    gate_basis: Literal["statutory", "method"] | None = None
    gate_below: float | None = None
    gate_indicator: str | None = None
    gate_open: bool = False
    measured_level: float | None = None
    override: Override | None = None
    people: People | None = None
    where: dict[str, Any] | None = None  # FeatureCollection, lon/lat
    place: Literal["whole_site"] | None = None

    @property
    def printed_level(self) -> float | None:
        """The level as shown: whole for measured, half levels for judged."""
        if self.level is None:
            return None
        step = 2 if self.state == "judged" or self.override else 1
        return int(self.level * step + 1e-9) / step


class ActionRecord(Record):
    """Something to be done about a criterion, by whom, until when.

    ``uid`` lets a calendar know it again; ``owner`` is an actor of the safety chain,
    ``due`` a date (YYYY-MM-DD).
    """

    uid: str
    criterion: str
    text: str
    owner: str | None = None
    phase: Literal["prevention", "reaction", "follow_up"]
    due: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    state: Literal["open", "doing", "done", "dropped"] = "open"


class RemarkRecord(Record):
    """A remark of a review, about a criterion or a place or the whole. [deg]"""

    text: str
    criterion: str | None = None
    discipline: str | None = None
    lon: float | None = None
    lat: float | None = None


class Reliability(Record):
    """Krippendorff's alpha over the checklist, ordinal; null where undefined."""

    alpha: float | None = None


class Assessment(Record):
    """Everything joined: one plan, one checklist, the answers, the scores."""

    format: Literal["sbd-assessment/1"] = FORMAT
    program: str
    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    edition: Edition
    plan: PlanRecord
    checklist: ChecklistRecord
    dimensions: dict[Dimension, DimensionScore]
    governance: DimensionScore
    overall: Interval
    balance: Balance
    verdict: Verdict
    gates: tuple[GateResult, ...]
    tensions: tuple[TensionResult, ...]
    reliability: Reliability = Reliability()
    criteria: tuple[CriterionResult, ...]
    participants: dict[str, int] = Field(default_factory=dict)  # by discipline
    ratings: tuple[Rating, ...] = ()  # none in the public edition
    remarks: tuple[RemarkRecord, ...] = ()  # none in the public edition
    actions: tuple[ActionRecord, ...] = ()

    def criterion(self, criterion_id: str) -> CriterionResult:
        """Return one criterion's result.

        Raises
        ------
        KeyError
            If there is none of that id.
        """
        for result in self.criteria:
            if result.id == criterion_id:
                return result
        raise KeyError(criterion_id)
