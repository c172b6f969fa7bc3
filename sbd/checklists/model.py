"""What a checklist is: strict, frozen models of the YAML file.

A misspelt key is an error, and nobody edits a criterion at run time. The reader
(`sbd.checklists.read`) reports all mistakes of a file at once.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sbd.checklists.consistency import inconsistencies
from sbd.units import Unit

Dimension = Literal["safety", "accessibility", "liveability"]
Bar = Literal["safety", "accessibility", "liveability", "governance"]
DIMENSIONS: tuple[Dimension, ...] = ("safety", "accessibility", "liveability")
Phase = Literal["prevention", "reaction", "follow_up"]
Phenomenon = Literal["victimisation", "nuisance", "living_together", "inclusion"]
Status = Literal["statutory", "advisory", "good_practice"]
Certainty = Literal["sourced", "memory", "proposal"]
SpaceType = Literal["street", "pedestrian_zone", "square", "park"]
#: What a condition can ask of a plan; each is true, false or unknown.
Condition = Literal["vehicle_risk", "vehicle_risk_or_traffic", "camera"]

CriterionId = Annotated[str, Field(pattern=r"^[A-Z]-\d{2}$")]
TensionId = Annotated[str, Field(pattern=r"^T\d{2}$")]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Strict(BaseModel):
    """Base of all models: no unknown keys, no changes after reading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, str_strip_whitespace=True
    )


class Text(Strict):
    """A text in English and, where it is translated, in Dutch and French."""

    en: str = Field(min_length=1)
    nl: str | None = Field(default=None, min_length=1)
    fr: str | None = Field(default=None, min_length=1)

    def in_language(self, lang: str) -> str:
        """Return the text in a language, in English where it is not translated."""
        return {"nl": self.nl, "fr": self.fr}.get(lang) or self.en


class Title(Strict):
    """A text that must exist in all three languages."""

    en: str = Field(min_length=1)
    nl: str = Field(min_length=1)
    fr: str = Field(min_length=1)

    def in_language(self, lang: str) -> str:
        """Return the text in a language."""
        return {"nl": self.nl, "fr": self.fr}.get(lang, self.en)


class Source(Strict):
    """Where a criterion or number comes from, and how sure that is."""

    title: str = Field(min_length=1)
    certainty: Certainty
    note: str | None = None


class Weights(Strict):
    """Weights of a criterion; negative ones only mark tensions."""

    safety: int = Field(default=0, ge=-3, le=3)
    accessibility: int = Field(default=0, ge=-3, le=3)
    liveability: int = Field(default=0, ge=-3, le=3)

    def as_tuple(self) -> tuple[int, int, int]:
        """Return the three weights in the order of `DIMENSIONS`."""
        return (self.safety, self.accessibility, self.liveability)


class Part(Strict):
    """One measured part of a criterion.

    ``cuts[k-1]`` is where level k is reached; null where the part does not decide
    that level. Below the first cut the level runs to 0 at ``2*c1 - c2``, clamped to
    `range`. `max_level` is the most the part can measure.
    """

    indicator: Identifier
    unit: Unit
    cuts: tuple[float | None, float | None, float | None, float | None]
    better: Literal["higher", "lower"]
    range: tuple[float | None, float | None] = (0.0, None)
    max_level: int = Field(default=4, ge=1, le=4)

    @model_validator(mode="after")
    def _ordered(self) -> Part:
        cuts = [c for c in self.cuts if c is not None]
        if not cuts:
            msg = "at least one cut must be a number"
            raise ValueError(msg)
        ordered = sorted(cuts, reverse=self.better == "lower")
        if cuts != ordered:
            msg = f"cuts must run from level 1 to level 4 towards {self.better} values"
            raise ValueError(msg)
        low, high = self.range
        if any(
            (low is not None and c < low) or (high is not None and c > high)
            for c in cuts
        ):
            msg = "cuts must lie within the range"
            raise ValueError(msg)
        return self


class Gate(Strict):
    """A requirement that caps the verdict.

    It fails at level 0, or, where `fails_below` is given, where the value of
    `indicator` is below it.
    """

    basis: Literal["statutory", "method"]
    fails_below: float | None = None
    indicator: Identifier | None = None

    @model_validator(mode="after")
    def _complete(self) -> Gate:
        if (self.fails_below is None) != (self.indicator is None):
            msg = "fails_below and indicator are given together or not at all"
            raise ValueError(msg)
        return self


class Cap(Strict):
    """A condition under which a level cannot be exceeded."""

    when: Identifier
    max_level: int = Field(ge=0, le=4)


class Anchors(Strict):
    """What each level of a judged criterion means; levels may be skipped."""

    level_0: Text | None = None
    level_1: Text | None = None
    level_2: Text | None = None
    level_3: Text | None = None
    level_4: Text | None = None

    def levels(self) -> dict[int, Text]:
        """Return the anchors given, by level."""
        texts = (self.level_0, self.level_1, self.level_2, self.level_3, self.level_4)
        return {n: t for n, t in enumerate(texts) if t is not None}


class Criterion(Strict):
    """One prevention criterion."""

    id: CriterionId
    bar: Bar
    title: Title
    question: Text
    guidance: Text
    weights: Weights
    chain_phase: tuple[Phase, ...] = Field(min_length=1)
    phenomenon: tuple[Phenomenon, ...] = Field(min_length=1)
    discipline: Identifier
    user_groups: tuple[Identifier, ...] = Field(min_length=1)
    applies_to: tuple[SpaceType, ...] = Field(min_length=1)
    when: Condition | None = None
    status: Status
    certainty: Certainty
    sensitive: bool = False
    gate: Gate | None = None
    measured_by: tuple[Part, ...] = ()
    caps: tuple[Cap, ...] = ()
    anchors: Anchors | None = None
    source: tuple[Source, ...] = Field(min_length=1)
    tensions: tuple[TensionId, ...] = ()

    @model_validator(mode="after")
    def _answerable(self) -> Criterion:
        if not self.measured_by and self.anchors is None:
            msg = "needs measured_by or anchors"
            raise ValueError(msg)
        if not any(w > 0 for w in self.weights.as_tuple()):
            msg = "needs at least one positive weight"
            raise ValueError(msg)
        if self.gate and self.gate.indicator:
            names = [p.indicator for p in self.measured_by]
            if self.gate.indicator not in names:
                msg = (
                    f"gate looks at {self.gate.indicator!r}, which is not measured here"
                )
                raise ValueError(msg)
        return self

    @property
    def measured(self) -> bool:
        """Whether the criterion is measured from the plan rather than judged."""
        return bool(self.measured_by)


class Tension(Strict):
    """Two groups of criteria that pull against each other."""

    id: TensionId
    pull: Title
    sides: tuple[
        Annotated[tuple[CriterionId, ...], Field(min_length=1)],
        Annotated[tuple[CriterionId, ...], Field(min_length=1)],
    ]
    way_out: Title


class Parameter(Strict):
    """A number of the method that a checklist may change."""

    value: float
    unit: str
    certainty: Certainty
    source: str = Field(min_length=1)
    range: tuple[float, float] | None = None

    @model_validator(mode="after")
    def _within(self) -> Parameter:
        if self.range and not self.range[0] <= self.value <= self.range[1]:
            msg = f"value {self.value:g} lies outside its range"
            raise ValueError(msg)
        return self


class Checklist(Strict):
    """A checklist file."""

    id: Identifier
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    date: datetime.date
    provider: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    languages: tuple[Literal["nl", "fr", "en"], ...] = Field(min_length=1)
    title: Title
    scope: Text
    parameters: dict[Identifier, Parameter] = Field(default_factory=dict)
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    tensions: tuple[Tension, ...] = ()

    def criterion(self, criterion_id: str) -> Criterion:
        """Return the criterion of that id.

        Raises
        ------
        KeyError
            If the checklist has none.
        """
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)

    @model_validator(mode="after")
    def _consistent(self) -> Checklist:
        names = {"criteria": {"__all__": {"id", "tensions"}}}
        sides = {"tensions": {"__all__": {"id", "sides"}}}
        found = inconsistencies(self.model_dump(include={**names, **sides}))
        if found:
            raise ValueError("; ".join(f"{m.path_text} {m.sentence}" for m in found))
        return self
