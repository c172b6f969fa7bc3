"""What a checklist is: strict, frozen models of the YAML file.

A misspelt key is an error, and nobody edits a criterion at run time. The reader
(`sbd.checklists.read`) reports all mistakes of a file at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sbd.checklists.consistency import inconsistencies
from sbd.locale import phrase
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
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        str_strip_whitespace=True,
        use_attribute_docstrings=True,  # an editor shows them, through the schema
    )


class Text(Strict):
    """A text in English and, where it is translated, in Dutch and French."""

    en: str = Field(min_length=1)
    nl: str | None = Field(default=None, min_length=1)
    fr: str | None = Field(default=None, min_length=1)

    def in_language(self, lang: str) -> str:
        """Return the text in a language, in English where it is not translated.

        Languages beside those of the file have theirs in a catalogue.
        """
        return {"nl": self.nl, "fr": self.fr}.get(lang) or phrase(lang, self.en)


class Title(Strict):
    """A text that must exist in all three languages."""

    en: str = Field(min_length=1)
    nl: str = Field(min_length=1)
    fr: str = Field(min_length=1)

    def in_language(self, lang: str) -> str:
        """Return the text in a language."""
        return {"nl": self.nl, "fr": self.fr}.get(lang) or phrase(lang, self.en)


class Source(Strict):
    """Where a criterion or number comes from, and how sure that is."""

    title: str = Field(min_length=1)
    """Standard, law, guide or study; without clause numbers not read."""
    certainty: Certainty
    """Read at the source, from memory, or our own proposal."""
    note: str | None = None
    """What exactly was read, or what is to be checked."""


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
    """Name of the measuring function."""
    unit: Unit
    """Unit of the cuts; "%" and "1" in quotes."""
    cuts: tuple[float | None, float | None, float | None, float | None]
    """Where levels 1, 2, 3 and 4 are reached; null where this part decides none."""
    better: Literal["higher", "lower"]
    """Which way values improve."""
    range: tuple[float | None, float | None] = (0.0, None)
    """Smallest and largest value there can be; null for no bound."""
    max_level: int = Field(default=4, ge=1, le=4)
    """The most this part can measure; more is for people to settle."""

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
    """Whether a binding text or the method asks for it."""
    fails_below: float | None = None
    """Value below which it fails; without it, it fails at level 0."""
    indicator: Identifier | None = None
    """The part whose value is looked at."""

    @model_validator(mode="after")
    def _complete(self) -> Gate:
        if (self.fails_below is None) != (self.indicator is None):
            msg = "fails_below and indicator are given together or not at all"
            raise ValueError(msg)
        return self


class Cap(Strict):
    """A condition under which a level cannot be exceeded."""

    when: Identifier
    """Id of what an indicator can find; see lists.yaml."""
    max_level: int = Field(ge=0, le=4)
    """Highest level then."""


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
    """Stable for ever: S-01. Never used again for something else."""
    bar: Bar
    """Where it is shown; governance never feeds the three scores."""
    title: Title
    """What a design should have, in three languages."""
    question: Text
    """What a person answers."""
    guidance: Text
    """How it is measured or judged, and what helps."""
    weights: Weights
    """-3 to 3 for each dimension; negative ones only mark tensions."""
    chain_phase: tuple[Phase, ...] = Field(min_length=1)
    """Link of the chain of prevention, reaction and follow-up."""
    phenomenon: tuple[Phenomenon, ...] = Field(min_length=1)
    """What it works on."""
    discipline: Identifier
    """Who brings the evidence; everybody may rate."""
    user_groups: tuple[Identifier, ...] = Field(min_length=1)
    """Who gains most."""
    applies_to: tuple[SpaceType, ...] = Field(min_length=1)
    """Types of space it applies to."""
    when: Condition | None = None
    """What must be true of the plan; not applicable where it is false."""
    about: tuple[Identifier, ...] = ()
    """Kinds of elements it is about, where people judge: to call it not applicable
    beside one of them is told."""
    status: Status
    """Asked by a binding text, by guidance, or by good practice."""
    certainty: Certainty
    """Of the bound of level 2 if measured, of the basis if judged."""
    sensitive: bool = False
    """Left out of the public edition."""
    gate: Gate | None = None
    """A requirement: failing it makes a design not ready."""
    measured_by: tuple[Part, ...] = ()
    """Parts measured from the plan; the lowest level of them counts."""
    caps: tuple[Cap, ...] = ()
    """Findings that hold the level down."""
    anchors: Anchors | None = None
    """What is seen at each level, where people judge."""
    source: tuple[Source, ...] = Field(min_length=1)
    """Where the criterion and its bounds come from."""
    tensions: tuple[TensionId, ...] = ()
    """Tensions it takes part in."""

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
    """What pulls against what, in one sentence."""
    sides: tuple[
        Annotated[tuple[CriterionId, ...], Field(min_length=1)],
        Annotated[tuple[CriterionId, ...], Field(min_length=1)],
    ]
    way_out: Title
    """The usual way out."""


class Parameter(Strict):
    """A number of the method that a checklist may change.

    `name` may be missing: a copy that a user made before parameters had names must
    still open. Reports then show the key, which is what they showed before, rather
    than a name from elsewhere that may not fit what the copy means by the number.
    Shipped checklists name every parameter; a test holds them to it.
    """

    name: str | None = Field(default=None, min_length=1)
    """What reports call it, without its unit; no two are called the same."""
    value: float
    """The number."""
    unit: str
    """Its unit, also at the end of the key."""
    certainty: Certainty
    """As of a source."""
    source: str = Field(min_length=1)
    """What the number is and where it comes from."""
    range: tuple[float, float] | None = None
    """Smallest and largest value a copy should use."""

    @model_validator(mode="after")
    def _within(self) -> Parameter:
        if self.range and not self.range[0] <= self.value <= self.range[1]:
            msg = f"value {self.value:g} lies outside its range"
            raise ValueError(msg)
        return self


class Checklist(Strict):
    """A checklist file."""

    id: Identifier
    """Short name."""
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    """Three numbers; raise it with every change."""
    date: datetime.date
    """Of this version."""
    provider: str = Field(min_length=1)
    """Who answers for the content."""
    licence: str = Field(min_length=1)
    """Terms of reuse."""
    languages: tuple[Literal["nl", "fr", "en"], ...] = Field(min_length=1)
    """Languages its texts are written in."""
    title: Title
    scope: Text
    """What it is meant for, and what it does not replace."""
    parameters: dict[Identifier, Parameter] = Field(default_factory=dict)
    """Numbers of the method, by the key indicators know them by."""
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

    def parameter_name(self, key: str, lang: str) -> str:
        """Return what a parameter is called in a language; its key if it has no name.

        Parameters
        ----------
        key : str
            By which indicators know it; need not be one of this checklist.
        lang : str
            Code of the language.
        """
        known = self.parameters.get(key)
        return phrase(lang, known.name) if known and known.name else key

    def in_order(self, keys: Iterable[str]) -> list[str]:
        """Return keys of parameters as the file has them, others after by alphabet."""
        place = {key: n for n, key in enumerate(self.parameters)}
        return sorted(keys, key=lambda key: (place.get(key, len(place)), key))

    @model_validator(mode="after")
    def _consistent(self) -> Checklist:
        names = {"criteria": {"__all__": {"id", "tensions"}}}
        sides = {"tensions": {"__all__": {"id", "sides"}}}
        called = {"parameters": {"__all__": {"name"}}}
        found = inconsistencies(self.model_dump(include={**names, **sides, **called}))
        if found:
            raise ValueError("; ".join(f"{m.path_text} {m.sentence}" for m in found))
        return self
