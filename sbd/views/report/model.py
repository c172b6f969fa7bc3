"""What a report says, as plain words and numbers: no HTML, no layout.

Every format that is made to be read draws from these records, so that all of them say
the same. Texts are finished sentences in one language, not escaped for anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fact:
    """A name and what is to be said of it."""

    name: str
    words: str


@dataclass(frozen=True)
class Level:
    """A level, or the state that leaves a criterion without one.

    ``key`` is ``0`` to ``4`` (a half level takes the lower), ``unknown``,
    ``not_applicable`` or ``withheld``; ``mark`` is what stands on the chip.
    """

    key: str
    mark: str
    word: str


@dataclass(frozen=True)
class Score:
    """A score with its interval, in words and as exact numbers. [0-100]"""

    key: str
    name: str
    score: float | None
    low: float
    high: float
    shown: str
    word: str
    between: str
    below_line: bool
    coverage: str = ""
    spoken: str = ""


@dataclass(frozen=True)
class Gate:
    """A requirement: met (True), not met (False) or not yet known (None)."""

    id: str
    title: str
    passed: bool | None
    word: str
    basis: str
    reason: str
    level: Level


@dataclass(frozen=True)
class Step:
    """A useful next step: the criterion, what to do, and what it brings. [points]"""

    id: str
    title: str
    level: Level
    words: str
    gain: str


@dataclass(frozen=True)
class SignOff:
    """A line of the sign-off block: in what role somebody signs."""

    role: str


@dataclass(frozen=True)
class Cover:
    """The first page."""

    title: str
    subtitle: str
    facts: tuple[Fact, ...]
    took_part: tuple[Fact, ...]
    took_part_total: str
    status: str
    sign_off: tuple[SignOff, ...]


@dataclass(frozen=True)
class Front:
    """One page for who decides.

    ``line`` is the score all three dimensions must reach; None while one of them has
    no score. [0-100]
    """

    verdict: str
    low: bool
    uncertain: str
    scores: tuple[Score, ...]
    overall: Score
    governance: Score
    coverage: str
    public_scores: str
    line: float | None
    line_words: str
    readiness: tuple[tuple[bool | None, str], ...]
    steps: tuple[Step, ...]
    gates: tuple[Gate, ...]
    rated: str


@dataclass(frozen=True)
class Legal:
    """A legal requirement and whether the design meets it.

    ``outcome`` is ``met``, ``not_met``, ``unknown``, ``not_applicable`` or
    ``withheld``; ``word`` says it.
    """

    id: str
    title: str
    outcome: str
    word: str
    level: Level
    value: str
    reason: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A criterion in a list."""

    id: str
    title: str
    level: Level
    summary: str
    gain: str
    not_met: bool
    restricted: bool


@dataclass(frozen=True)
class DimensionPage:
    """One bar with its criteria, by what they bring."""

    key: str
    name: str
    score: Score
    counts: tuple[Fact, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Part:
    """A measured part: value, cut-offs and the level that follows.

    ``at`` is where the value stands on a ruler of five boxes, 0 to 5; None where it is
    not known. ``given`` are the levels that the part can give, none where the value is
    withheld; ``cuts`` has a dash where a level has no cut-off of its own.
    """

    name: str
    value: str
    level: Level
    cuts: tuple[str, str, str, str]
    unit: str
    at: float | None
    given: tuple[int, ...]
    better: str
    spoken: str


@dataclass(frozen=True)
class Source:
    """Where a criterion comes from, and how sure that is."""

    title: str
    certainty: str
    note: str = ""


@dataclass(frozen=True)
class Voice:
    """What one discipline answered.

    ``counts`` are its answers at level 0 to 4, *don't know*, *not applicable*; empty
    in the public edition. [persons]
    """

    discipline: str
    median: str
    persons: str
    counts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Comment:
    """What somebody said, and for which discipline."""

    discipline: str
    words: str


@dataclass(frozen=True)
class TensionNote:
    """A tension of a criterion: with which others, and the usual way out."""

    id: str
    against: str
    pull: str
    sharp: str
    way_out: str


@dataclass(frozen=True)
class ActionLine:
    """Something to be done."""

    criterion: str
    title: str
    what: str
    who: str
    phase: str
    due: str
    state: str
    attention: tuple[str, ...]
    over: bool


@dataclass(frozen=True)
class CriterionPage:
    """Everything about one criterion; a withheld one has id, title and level only."""

    id: str
    title: str
    level: Level
    state: str
    bar: str = ""
    question: str = ""
    value: str = ""
    parts: tuple[Part, ...] = ()
    tags: tuple[str, ...] = ()
    restricted: bool = False
    reason: str = ""
    interval: str = ""
    next_level: tuple[str, ...] = ()
    guidance: str = ""
    gate: str = ""
    gate_passed: bool | None = None
    settled: str = ""
    sources: tuple[Source, ...] = ()
    rests_on: tuple[Fact, ...] = ()
    voices: tuple[Voice, ...] = ()
    people: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    dissent: tuple[Comment, ...] = ()
    tensions: tuple[TensionNote, ...] = ()
    actions: tuple[ActionLine, ...] = ()


@dataclass(frozen=True)
class Side:
    """One side of a tension: its criteria with their levels."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class TensionLine:
    """A tension of the design as a whole."""

    id: str
    pull: str
    sharp: str
    is_sharp: bool
    sides: tuple[Side, ...]
    way_out: str


@dataclass(frozen=True)
class Grid:
    """A table of counts or words with heads on two sides."""

    corner: str
    heads: tuple[str, ...]
    rows: tuple[GridRow, ...]
    note: str = ""


@dataclass(frozen=True)
class GridRow:
    """A row of a grid; an empty cell means that there is nothing."""

    name: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Comparison:
    """Other designs of the same site beside this one, the first column."""

    names: tuple[str, ...]
    scores: tuple[ComparedScore, ...]
    criteria: tuple[ComparedCriterion, ...]
    verdicts: tuple[str, ...]


@dataclass(frozen=True)
class ComparedScore:
    """A score in every design, with its range."""

    name: str
    shown: tuple[str, ...]


@dataclass(frozen=True)
class ComparedCriterion:
    """A criterion whose level is not the same in all designs."""

    id: str
    title: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Parameter:
    """A number of the method: its key in the checklist, and what people read."""

    id: str
    name: str
    value: str
    certainty: str
    source: str


@dataclass(frozen=True)
class Method:
    """What the result rests on."""

    scope: str
    advisory: str
    limits: tuple[str, ...]
    facts: tuple[Fact, ...]
    assumptions: tuple[str, ...]
    defaults: tuple[str, ...]
    supplied: tuple[str, ...]
    notes: tuple[str, ...]
    attributions: tuple[str, ...]
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True)
class CheckLine:
    """What was checked before the report went out: how serious, and a sentence."""

    severity: str
    word: str
    words: str


@dataclass(frozen=True)
class Report:
    """A whole report in one language.

    ``labels`` holds the fixed words (headings, heads of columns) by key; ``remarks``
    what was said about the whole or a place.
    """

    lang: str
    edition: str
    edition_word: str
    running: str
    footer: str
    date: str
    cover: Cover
    front: Front
    legal: tuple[Legal, ...]
    dimensions: tuple[DimensionPage, ...]
    criteria: tuple[CriterionPage, ...]
    tensions: tuple[TensionLine, ...]
    chain: Grid
    actors: Grid
    actions: tuple[ActionLine, ...]
    actions_numbers: str
    remarks: tuple[Comment, ...]
    comparison: Comparison | None
    method: Method
    checks: tuple[CheckLine, ...]
    labels: dict[str, str] = field(default_factory=dict)
