"""The summary: scores, verdict, requirements, next steps, people, plan, contents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sbd.checklists.model import Checklist
from sbd.document import Assessment
from sbd.locale import plural, text
from sbd.views.balance import coverage, verdict_sentence
from sbd.views.criteria import ordered
from sbd.views.figures import digits_apart
from sbd.views.gates import gate_word
from sbd.views.tables.compared import SCORES, score_of, score_word
from sbd.views.tables.criteria import GATE_CODES
from sbd.views.tables.model import (
    LEVEL_DIGITS,
    RATIO_DIGITS,
    SCORE_DIGITS,
    Cell,
    Field,
    Figure,
    Table,
    build,
    coded_fields,
    figure,
    named,
)
from sbd.views.words import (
    WORD_BOUNDS,
    in_words,
    kind_name,
    level_word,
    sentence,
    title_of,
)
from sbd.views.words import (
    score_word as level_of_score,
)

#: How many next steps are named.
_STEPS = 5
#: Decimals of the drawing's tolerance. [m]
_TOLERANCE_DIGITS = 3
_Say = Callable[[str], str | None]


@dataclass(frozen=True)
class _Line:
    """One line: where it belongs, its key, its name, and what is to be said."""

    section: str
    key: str
    name: _Say
    value: Figure | int | None = None
    low: Figure | None = None
    high: Figure | None = None
    coverage: Figure | None = None
    code: str | None = None
    words: _Say = lambda _: None
    criterion: str | None = None
    given: str | date | None = None


def summary_table(
    assessment: Assessment,
    checklist: Checklist,
    langs: tuple[str, ...],
    others: Sequence[Table],
) -> Table:
    """Return the summary as lines of one table.

    Parameters
    ----------
    assessment : Assessment
        The results.
    checklist : Checklist
        For titles.
    langs : tuple of str
        One language or two.
    others : sequence of Table
        The other tables, which the contents count.
    """
    lines = [
        *_scores(assessment),
        *_verdict(assessment),
        *_gates(assessment, checklist),
        *_steps(assessment, checklist),
        *_people(assessment),
        *_contents(others),
        *_plan(assessment),
        *_made(assessment, checklist),
        *_elements(assessment),
    ]
    return build("summary", _fields(), lines, langs)


def _fields() -> list[Field[_Line]]:
    return [
        *coded_fields("section", lambda r: r.section, "tables.section"),
        *coded_fields("item", lambda r: r.key, lambda r, g: r.name(g)),
        Field(
            "criterion",
            "criterion",
            lambda r, _: r.criterion,
            heading="actions.criterion",
        ),
        Field("value", "number", lambda r, _: r.value, heading="ui.value"),
        Field("low", "number", lambda r, _: r.low),
        Field("high", "number", lambda r, _: r.high),
        Field("coverage", "share", lambda r, _: r.coverage),
        Field("code", "code", lambda r, _: r.code, detail=True),
        Field("summary_words", "words", lambda r, g: r.words(g)),
        Field("given", "text", _given),
    ]


def _given(line: _Line, _: str) -> Cell:
    return line.given


def _scores(assessment: Assessment) -> Iterator[_Line]:
    covered = {
        "governance": assessment.governance.coverage,
        "overall": coverage(assessment),
        **{str(d): s.coverage for d, s in assessment.dimensions.items()},
    }
    for name in SCORES:
        found = score_of(assessment, name)
        score = found.score
        yield _Line(
            "scores",
            name,
            _score_name(name),
            value=_score(score, assessment.balance.line),
            low=figure(found.low, SCORE_DIGITS),
            high=figure(found.high, SCORE_DIGITS),
            coverage=figure(covered[name], 3),
            code="unknown" if score is None else str(level_of_score(score)),
            words=_score_level(score),
        )
    yield from _balance(assessment)


def _balance(assessment: Assessment) -> Iterator[_Line]:
    balance = assessment.balance
    for key, value, digits in (
        ("line", balance.line, SCORE_DIGITS),
        ("evenness", balance.evenness, RATIO_DIGITS),
        ("min_over_mean", balance.min_over_mean, RATIO_DIGITS),
    ):
        yield _Line("scores", key, _key(f"tables.{key}"), value=figure(value, digits))
    yield _Line(
        "scores",
        "weakest",
        _key("tables.weakest"),
        code=balance.weakest,
        words=lambda g: named("dimension", balance.weakest, g),
    )


def _score(value: float | None, line: float | None) -> Figure | None:
    """Return a score, with the decimals that keep it on its side of every bound."""
    if value is None:
        return None
    return figure(value, digits_apart(value, SCORE_DIGITS, (*WORD_BOUNDS, line)))


def _verdict(assessment: Assessment) -> Iterator[_Line]:
    verdict = assessment.verdict
    failed = [g.criterion for g in assessment.gates if g.passed is False]
    unknown = [g.criterion for g in assessment.gates if g.passed is None]
    yield _Line(
        "verdict",
        "verdict",
        _key("tables.verdict"),
        code=verdict.code,
        words=lambda g: verdict_sentence(assessment, g),
    )
    yield _Line(
        "verdict",
        "ready",
        _key("tables.ready"),
        code={True: "yes", False: "no", None: "unknown"}[verdict.ready],
        words=lambda g: _readiness(failed, unknown, bool(assessment.gates), g),
    )
    yield _Line(
        "verdict",
        "certain",
        _key("tables.certain"),
        code="yes" if verdict.certain else "no",
        words=lambda g: text(g, "word.yes" if verdict.certain else "verdict.uncertain"),
    )
    for reason in verdict.reasons:
        yield _Line(
            "verdict",
            "reason",
            _key("ui.reason"),
            code=reason.code,
            words=lambda g, reason=reason: sentence(reason, g),  # type: ignore[misc]
        )


def _readiness(
    failed: Sequence[str], unknown: Sequence[str], asked: bool, lang: str
) -> str:
    said = [
        f"{plural(lang, key, len(ids))} ({', '.join(ids)})"
        for key, ids in (
            ("verdict.not_ready", failed),
            ("verdict.not_yet_ready", unknown),
        )
        if ids
    ]
    nothing = "ui.gates_met" if asked else "verdict.no_gates"
    return "; ".join(said) or text(lang, nothing)


def _gates(assessment: Assessment, checklist: Checklist) -> Iterator[_Line]:
    for gate in assessment.gates:
        yield _Line(
            "gates",
            gate.criterion,
            _title(checklist, gate.criterion),
            code=GATE_CODES[gate.passed],
            words=lambda g, gate=gate: (  # type: ignore[misc]
                f"{gate_word(gate.passed, g)} ({text(g, f'ui.gate_{gate.basis}')})"
            ),
            criterion=gate.criterion,
        )


def _steps(assessment: Assessment, checklist: Checklist) -> Iterator[_Line]:
    """Name the criteria that bring most, as the list of criteria orders them."""
    useful = [r for r in ordered(assessment) if r.level is not None and r.gain]
    for result in useful[:_STEPS]:
        yield _Line(
            "steps",
            result.id,
            _title(checklist, result.id),
            value=figure(result.gain, SCORE_DIGITS),
            code=result.state,
            words=lambda g, r=result: level_word(r.printed_level, r.state, g),  # type: ignore[misc]
            criterion=result.id,
        )


def _people(assessment: Assessment) -> Iterator[_Line]:
    for name, count in sorted(assessment.participants.items()):
        yield _Line("people", name, _of("discipline", name), value=count)
    alpha = assessment.reliability.alpha
    if alpha is not None:
        yield _Line(
            "people", "alpha", _key("tables.alpha"), value=figure(alpha, LEVEL_DIGITS)
        )


def _plan(assessment: Assessment) -> Iterator[_Line]:
    plan = assessment.plan
    yield _Line("plan", "name", _key("tables.plan_name"), given=plan.name)
    yield _Line("plan", "variant", _key("ui.variant"), given=plan.variant or None)
    yield _coded("space_type", "ui.space_type", "space", plan.space_type)
    yield _coded("design_phase", "ui.design_phase", "design_phase", plan.design_phase)
    yield _Line("plan", "crs", _key("ui.coordinates"), given=plan.crs)
    yield _Line("plan", "plan_sha256", _key("ui.source_digest"), given=plan.sha256)
    yield _Line(
        "plan",
        "tolerance_m",
        _key("tables.tolerance"),
        value=figure(plan.tolerance_m, _TOLERANCE_DIGITS),
    )
    yield from _risk(assessment)


def _elements(assessment: Assessment) -> Iterator[_Line]:
    """Count the elements of each kind; none is a number where that was declared."""
    plan = assessment.plan
    for kind in sorted({*plan.elements, *plan.declared}):
        count = plan.elements.get(kind)
        declared = kind in plan.declared
        words = "ui.declared" if count else "ui.declared_none"
        yield _Line(
            "elements",
            kind,
            _kind(kind),
            value=0 if count is None and declared else count,
            code="declared" if declared else "as_mapped",
            words=_key(words if declared else "ui.undeclared"),
        )


def _risk(assessment: Assessment) -> Iterator[_Line]:
    risk = assessment.plan.risk
    if risk is None:
        return
    yield _coded("risk", "ui.risk", "risk", risk.vehicle)
    yield _coded("design_vehicle", "ui.design_vehicle", "vehicle", risk.design_vehicle)
    yield _Line(
        "plan", "risk_decided_by", _key("tables.decided_by"), given=risk.decided_by
    )
    yield _Line("plan", "risk_date", _key("tables.decided_on"), given=risk.date)


def _made(assessment: Assessment, checklist: Checklist) -> Iterator[_Line]:
    known = assessment.checklist
    yield _Line(
        "made",
        "date",
        _key("ui.date"),
        given=date.fromisoformat(assessment.date),
    )
    yield _Line(
        "made",
        "edition",
        _key("ui.edition"),
        code=assessment.edition,
        words=_of("edition", assessment.edition),
    )
    if any(c.state == "withheld" for c in assessment.criteria):
        yield _Line(
            "made", "public_scores", _key("tables.mind"), words=_key("ui.public_scores")
        )
    yield _Line("made", "advisory", _key("tables.mind"), words=_key("ui.advisory_note"))
    yield _Line(
        "made", "scope", _key("ui.scope"), words=lambda g: in_words(checklist.scope, g)
    )
    yield _Line(
        "made",
        "checklist",
        _key("ui.checklist"),
        code=known.id,
        words=lambda g: in_words(checklist.title, g),
        given=known.version,
    )
    yield _Line("made", "checklist_sha256", _key("ui.digest"), given=known.sha256)
    yield _Line("made", "program", _key("ui.program"), given=assessment.program)


def _contents(others: Iterable[Table]) -> Iterator[_Line]:
    for table in others:
        yield _Line(
            "contents",
            table.name,
            _key(f"tables.sheet.{table.name}"),
            value=len(table.rows),
            words=_key(f"tables.content.{table.name}"),
        )


def _coded(key: str, name: str, family: str, code: str | None) -> _Line:
    if code is None:
        return _Line("plan", key, _key(name), words=_key("ui.not_known"))
    return _Line("plan", key, _key(name), code=code, words=_of(family, code))


def _key(key: str) -> _Say:
    def say(lang: str) -> str:
        words = text(lang, key)
        return words[:1].upper() + words[1:]

    return say


def _of(family: str, code: str) -> _Say:
    return lambda lang: named(family, code, lang)


def _kind(kind: str) -> _Say:
    return lambda lang: kind_name(kind, lang, 2)


def _title(checklist: Checklist, criterion: str) -> _Say:
    return lambda lang: title_of(checklist, criterion, lang)


def _score_name(name: str) -> _Say:
    return lambda lang: score_word(name, lang)


def _score_level(score: float | None) -> _Say:
    if score is None:
        return _of("state", "unknown")
    return _of("level", str(level_of_score(score)))
