"""One person's answer on one criterion, kept at once."""

from __future__ import annotations

from html import escape
from typing import Any, get_args

import streamlit as st
from pydantic import ValidationError

from sbd.checklists.model import Criterion
from sbd.document import CriterionResult
from sbd.errors import SbdError
from sbd.locale import number
from sbd.reviews.model import Discipline, Rating
from sbd.ui import state
from sbd.ui.project import Project
from sbd.ui.words import complain, names, plain, say
from sbd.views.words import in_words

#: Under which name answers given on this screen are kept.
RATER = "screen"
_LEVELS = (0, 1, 2, 3, 4)
_HALVES = tuple(n / 2 for n in range(9))
_WORDS = ("unknown", "not_applicable")


def show(project: Project, criterion: Criterion, result: CriterionResult) -> None:
    """Show the form; a sent answer is in the data folder before anything else.

    Parameters
    ----------
    project : Project
        The plan judged.
    criterion : Criterion
        What is asked.
    result : CriterionResult
        What is known so far.
    """
    lang = state.lang()
    st.html(
        f'<div class="det"><h2>{criterion.id} · '
        f"{escape(in_words(criterion.title, lang))}</h2></div>"
        f'<p class="note">{escape(in_words(criterion.question, lang))}</p>'
    )
    side, other = st.columns([0.62, 0.38], vertical_alignment="bottom")
    with other:
        settled = st.toggle(say("ui.settle"), key=state.settling(criterion.id))
    with side:
        discipline = _discipline(project)
    if criterion.measured and not settled:
        st.html(f'<div class="pull note">{escape(say("app.contest"))}</div>')
    last = _earlier(project, criterion.id, discipline, settled)
    with st.form(f"judge_{criterion.id}_{discipline}_{settled}", border=False):
        answer = _answer(criterion, last, settled)
        reason = _reason(criterion, last) if settled else None
        comment = st.text_area(
            say("ui.comment"), last.comment if last else None, height=68
        )
        keep, leave = st.columns(2)
        sent = keep.form_submit_button(say("app.keep"), type="primary", width="stretch")
        left = leave.form_submit_button(say("app.close"), width="stretch")
    if left:
        state.judge(False)
        st.rerun()
    if sent:
        given = {
            "criterion": criterion.id,
            "rater": RATER,
            "discipline": discipline,
            "answer": answer,
            "comment": (comment or "").strip() or None,
            "settled": settled,
            "reason": (reason or "").strip() or None,
        }
        _keep(project, given, needs_reason=settled and result.parts != ())


def _discipline(project: Project) -> str:
    known = project.settings.get("discipline")
    name = names("discipline", get_args(Discipline))
    options: list[str] = sorted(get_args(Discipline), key=name)
    picked = st.selectbox(
        say("ui.discipline"),
        options,
        index=options.index(known if known in options else "planning"),
        format_func=name,
        key=state.DISCIPLINE,
    )
    chosen = str(picked)
    if chosen != known:
        project.set(discipline=chosen)
    return chosen


def _earlier(
    project: Project, criterion: str, discipline: str, settled: bool
) -> Rating | None:
    found = [r for r in project.ratings() if r.criterion == criterion]
    if settled:
        return next((r for r in found if r.settled), None)
    mine = (
        r
        for r in found
        if not r.settled and (r.rater, r.discipline) == (RATER, discipline)
    )
    return next(mine, None)


def _answer(criterion: Criterion, last: Rating | None, settled: bool) -> Any:
    lang = state.lang()
    levels: tuple[Any, ...] = _HALVES if settled else _LEVELS
    options = [*levels, *(() if settled and criterion.measured else _WORDS)]
    anchors = criterion.anchors.levels() if criterion.anchors else {}

    words = {o: _label(o) for o in options}
    captions = [
        in_words(anchors[int(o)], lang)
        if not isinstance(o, str) and o == int(o) and int(o) in anchors
        else ""
        for o in options
    ]
    chosen = None if last is None else last.answer
    return st.radio(
        say("ui.level"),
        options,
        index=options.index(chosen) if chosen in options else None,
        format_func=words.__getitem__,
        captions=[plain(c) for c in captions],
    )


def _label(answer: Any) -> str:
    if answer == "unknown":
        return say("ui.dontknow")
    if answer == "not_applicable":
        return say("state.not_applicable")
    if answer != int(answer):
        return number(state.lang(), answer, 1)
    return f"{int(answer)} · {say(f'level.{int(answer)}')}"


def _reason(criterion: Criterion, last: Rating | None) -> str | None:
    label = say("app.settle_reason" if criterion.measured else "app.settle_why")
    return st.text_area(label, last.reason if last else None, height=68)


def _keep(project: Project, given: dict[str, Any], *, needs_reason: bool) -> None:
    if given["answer"] is None:
        complain(say("app.level_needed"))
        return
    if needs_reason and not given["reason"]:
        complain(say("app.reason_needed"))
        return
    try:
        rating = Rating.model_validate(given)
        project.rate(rating)
    except (ValidationError, SbdError) as error:
        complain(error if isinstance(error, SbdError) else str(error))
        return
    state.judge(False)
    state.say(say("app.kept", criterion=given["criterion"]))
    st.rerun()
