"""The cover and the page for who decides: verdict, scores, requirements, steps."""

from __future__ import annotations

import math
from collections.abc import Iterable

from sbd.checklists.model import DIMENSIONS, Checklist
from sbd.document import Assessment, CriterionResult
from sbd.locale import number, plural, text
from sbd.views.action_list import attention_first
from sbd.views.balance import coverage, verdict_sentence
from sbd.views.criteria import ordered
from sbd.views.gates import gate_word
from sbd.views.report.levels import (
    holds_back,
    level_of,
    long_date,
    score_of,
    share_answered,
    site_name,
)
from sbd.views.report.model import Cover, Fact, Front, Gate, SignOff, Step
from sbd.views.report.next_level import next_level
from sbd.views.words import (
    gain_text,
    in_words,
    reaches,
    sentence,
    title_of,
    whole_score,
)

#: How many next steps the front page names.
STEPS = 5
#: Most that is said of a step there; the rest stands with the actions. [characters]
STEP_WORDS = 160
#: Most of a name that stands at the top of every page. [characters]
RUNNING_WORDS = 90
#: Who signs, in order.
ROLES = ("drawn_up", "checked", "noted")
#: Reasons of a verdict that neither its sentence nor the readiness says.
_TOLD = ("verdict_too_little_known", "gate_overridden")


def cover(assessment: Assessment, checklist: Checklist, lang: str) -> Cover:
    """Return what stands on the first page."""
    plan = assessment.plan
    return Cover(
        title=plan.name,
        subtitle=text(lang, "report.subtitle"),
        facts=tuple(_cover_facts(assessment, checklist, lang)),
        took_part=took_part(assessment, lang),
        took_part_total=_took_part_total(assessment, lang),
        status=_status(assessment, lang),
        sign_off=tuple(SignOff(text(lang, f"report.sign.{r}")) for r in ROLES),
    )


def _cover_facts(
    assessment: Assessment, checklist: Checklist, lang: str
) -> Iterable[Fact]:
    plan = assessment.plan
    if plan.variant:
        yield Fact(text(lang, "ui.variant"), plan.variant)
    if plan.space_type:
        yield Fact(text(lang, "ui.space_type"), text(lang, f"space.{plan.space_type}"))
    phase = text(lang, f"design_phase.{plan.design_phase}")
    known = phase if plan.design_phase else text(lang, "ui.not_known")
    yield Fact(text(lang, "ui.design_phase"), known)
    yield Fact(text(lang, "ui.date"), long_date(assessment.date, lang))
    yield Fact(text(lang, "ui.edition"), text(lang, f"edition.{assessment.edition}"))
    version = text(lang, "ui.version", version=assessment.checklist.version)
    name = in_words(checklist.title, lang)
    yield Fact(text(lang, "ui.checklist"), f"{name}, {version}")


def took_part(assessment: Assessment, lang: str) -> tuple[Fact, ...]:
    """Return how many people answered, by discipline; merged ones last."""
    people = assessment.participants
    order = sorted(people, key=lambda d: (d == "merged", text(lang, f"discipline.{d}")))
    return tuple(Fact(text(lang, f"discipline.{d}"), str(people[d])) for d in order)


def _took_part_total(assessment: Assessment, lang: str) -> str:
    total = sum(assessment.participants.values())
    if not total:
        return text(lang, "report.nobody")
    return plural(lang, "report.took_part_total", total)


def _status(assessment: Assessment, lang: str) -> str:
    """Say whether everything that applies has an answer."""
    unknown = sum(c.state == "unknown" for c in assessment.criteria)
    if unknown:
        return plural(lang, "report.status_interim", unknown)
    return text(lang, "report.status_complete")


def front(assessment: Assessment, checklist: Checklist, lang: str) -> Front:
    """Return what stands on the page for who decides."""
    line = assessment.balance.line
    withheld = holds_back(assessment)
    return Front(
        verdict=verdict_sentence(assessment, lang),
        low=assessment.verdict.code in ("unbalanced", "insufficient"),
        uncertain=_uncertain(assessment, lang),
        scores=tuple(
            score_of(d, assessment.dimensions[d], lang, line) for d in DIMENSIONS
        ),
        overall=score_of("overall", assessment.overall, lang),
        governance=score_of("governance", assessment.governance, lang),
        coverage=share_answered(coverage(assessment), lang, withheld=withheld),
        public_scores=text(lang, "ui.public_scores") if withheld else "",
        line=line,
        line_words=_line_words(assessment, lang),
        readiness=_readiness(assessment, lang),
        steps=_steps(assessment, checklist, lang),
        gates=gates(assessment, checklist, lang),
        rated=_rated(assessment, lang),
    )


def _uncertain(assessment: Assessment, lang: str) -> str:
    found = assessment.verdict
    words = [sentence(r, lang) for r in found.reasons if r.code in _TOLD]
    if not found.certain and found.code != "too_little_known":
        words.append(text(lang, "verdict.uncertain"))
    return " · ".join(words)


def _line_words(assessment: Assessment, lang: str) -> str:
    """Name the line, finer where a score below it would look equal when rounded."""
    line = assessment.balance.line
    if line is None:
        return ""
    shown = math.floor(line + 0.5)
    found = (assessment.dimensions[d].score for d in DIMENSIONS)
    equal = any(
        reaches(s, line) != (whole_score(s, line) >= shown)
        for s in found
        if s is not None
    )
    words = number(lang, line, 1) if equal else str(shown)
    return text(lang, "ui.balance_line", line=words)


def _readiness(
    assessment: Assessment, lang: str
) -> tuple[tuple[bool | None, str], ...]:
    failed = sorted(g.criterion for g in assessment.gates if g.passed is False)
    unknown = sorted(g.criterion for g in assessment.gates if g.passed is None)
    rows: list[tuple[bool | None, str]] = []
    if failed:
        words = plural(lang, "verdict.not_ready", len(failed))
        rows.append((False, f"{words} ({', '.join(failed)})"))
    if unknown:
        words = plural(lang, "verdict.not_yet_ready", len(unknown))
        rows.append((None, f"{words} ({', '.join(unknown)})"))
    if not rows:
        key = "ui.gates_met" if assessment.gates else "verdict.no_gates"
        rows.append((True, text(lang, key)))
    return tuple(rows)


def gates(assessment: Assessment, checklist: Checklist, lang: str) -> tuple[Gate, ...]:
    """Return the requirements: not met, then not yet known, then met."""
    order = {False: 0, None: 1, True: 2}
    found = sorted(assessment.gates, key=lambda g: (order[g.passed], g.criterion))
    return tuple(
        Gate(
            id=gate.criterion,
            title=title_of(checklist, gate.criterion, lang),
            passed=gate.passed,
            word=gate_word(gate.passed, lang),
            basis=text(lang, f"ui.gate_{gate.basis}"),
            reason=sentence(gate.reason, lang) if gate.reason else "",
            level=level_of(assessment.criterion(gate.criterion), lang),
        )
        for gate in found
    )


def _steps(assessment: Assessment, checklist: Checklist, lang: str) -> tuple[Step, ...]:
    """Return the steps that bring most, requirements not met first."""
    useful = [r for r in ordered(assessment) if _brings(r)]
    return tuple(
        Step(
            id=result.id,
            title=title_of(checklist, result.id, lang),
            level=level_of(result, lang),
            words=shortened(
                _step_words(assessment, checklist, result, lang), STEP_WORDS
            ),
            gain=gain_text(result.gain, lang),
        )
        for result in useful[:STEPS]
    )


def shortened(words: str, most: int) -> str:
    """Return words on one line, cut with an ellipsis where there are too many."""
    line = words.replace("\n", " ")
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _brings(result: CriterionResult) -> bool:
    failed = result.gate is not None and result.gate.passed is False
    return result.level is not None and (failed or (result.gain or 0.0) >= 0.05)


def _step_words(
    assessment: Assessment, checklist: Checklist, result: CriterionResult, lang: str
) -> str:
    """Say what is to be done: what was agreed, else what the next level asks."""
    agreed = [a for a in assessment.actions if a.criterion == result.id]
    for action in attention_first(agreed, assessment.date):
        if action.state in ("open", "doing"):
            return action.text
    return " · ".join(next_level(result, checklist, lang))


def _rated(assessment: Assessment, lang: str) -> str:
    people = took_part(assessment, lang)
    if not people:
        return text(lang, "report.nobody")
    # Inside a sentence a discipline is an ordinary noun.
    named = ", ".join(f"{f.name.lower()} {f.words}" for f in people)
    return text(
        lang, "report.rated", total=_took_part_total(assessment, lang), named=named
    )


def running_head(assessment: Assessment, lang: str) -> str:
    """Return what stands at the top of every page."""
    phase = assessment.plan.design_phase
    words = [
        site_name(assessment),
        text(lang, f"design_phase.{phase}") if phase else "",
    ]
    return " · ".join(word for word in words if word)


def footer(assessment: Assessment, checklist: Checklist, lang: str) -> str:
    """Return what stands at the foot of every page."""
    version = text(lang, "ui.version", version=assessment.checklist.version)
    name = in_words(checklist.title, lang)
    return " · ".join((f"{name}, {version}", long_date(assessment.date, lang)))
