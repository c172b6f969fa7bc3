"""Opening a session on a plan, or going on with an earlier one."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from html import escape
from typing import get_args

import streamlit as st

from sbd.assessment.editions import public_plan
from sbd.checklists.model import Criterion
from sbd.checklists.read import sha256_of
from sbd.document import Assessment
from sbd.plans.plan import Plan
from sbd.reviews.model import Discipline
from sbd.reviews.records import Seat, Session
from sbd.reviews.sessions import Opening, open_session, sessions_of
from sbd.reviews.variants import AssessmentInputs, PlanAsJudged
from sbd.ui import cache, state
from sbd.ui.components import actions, paper_answers
from sbd.ui.project import Project
from sbd.ui.state_review import key, new_opening, opening, restricted
from sbd.ui.words import complain, names, plain, say
from sbd.views.ballot_plan import ballot_svg, plan_places
from sbd.views.paper import paper_picture
from sbd.views.plan_svg import plan_svg
from sbd.views.words import in_words

#: Who is expected where nobody says otherwise.
USUAL = (
    "police",
    "planning",
    "mobility",
    "accessibility",
    "prevention",
    "fire",
    "residents",
)
_STAGE_PX = 900


def show(project: Project, plan: Plan) -> None:
    """Show the earlier sessions and the form that opens one."""
    left, right = st.columns([0.62, 0.38], gap="large")
    with left:
        st.html(f'<h2 class="h2">{escape(say("review.open"))}</h2>')
        _form(project, plan)
    with right:
        found = sessions_of(cache.database(), project.id)
        if found:
            st.html(f'<h2 class="h2">{escape(say("review.earlier"))}</h2>')
        for about in found:
            _earlier(about)
        paper_answers.show(project, None)
    actions.board(project, restricted=restricted())


def _earlier(about: Session) -> None:
    words, button = st.columns([0.7, 0.3], vertical_alignment="center")
    over = "" if about.is_open else f" · {say('review.closed')}"
    words.html(f"<b>{escape(about.title)}</b><br>{about.opened[:10]}{escape(over)}")
    label = say("review.continue")
    if button.button(label, key=key("go", about.id), width="stretch"):
        state.choose_session(about.id)
        st.rerun()


def _form(project: Project, plan: Plan) -> None:
    name = names("review.short", get_args(Discipline))
    assessment = project.assessment()
    with st.form(key("open", project.id), border=False):
        title = st.text_input(say("review.title"), plan.name, max_chars=120)
        expected = st.multiselect(
            say("review.expected"),
            get_args(Discipline),
            USUAL,
            format_func=name,
            placeholder=say("app.choose"),
        )
        granted = st.multiselect(
            say("review.granted"),
            get_args(Discipline),
            format_func=name,
            help=say("review.sensitive_note"),
            placeholder=say("app.choose"),
        )
        criteria = _criteria(assessment)
        sent = st.form_submit_button(say("review.open_button"), type="primary")
    if not sent:
        # Pressed again before the page has changed, the button opens the same one.
        if any(s.id == opening() for s in sessions_of(cache.database(), project.id)):
            new_opening()
        return
    table = {
        c.id: c.sensitive
        for c in cache.checklist().criteria
        if c.id in criteria and (granted or not c.sensitive)
    }
    if not table:
        complain(say("review.no_criteria"))
        return
    made = _open(project, plan, title, _seats(expected, granted), table)
    state.choose_session(made.id)
    st.rerun()


def _criteria(assessment: Assessment) -> set[str]:
    """Return what is put on the table; by default everything judged or contested."""
    checklist = cache.checklist()
    contested = {r.criterion for r in assessment.ratings if not r.settled}
    chosen, measured = set(), []
    st.html(f'<h3 class="cap">{escape(say("review.criteria"))}</h3>')
    with st.container(height=300, key=key("criteria")):
        columns = st.columns(2)
        asked = []
        for criterion in checklist.criteria:
            left_out = assessment.criterion(criterion.id).state == "not_applicable"
            if criterion.measured:
                measured.append(criterion.id)
            elif not left_out or criterion.id in contested:
                asked.append(criterion)
        for n, criterion in enumerate(asked):
            with columns[n * 2 // max(1, len(asked))]:
                if st.checkbox(_label(criterion), True, key=key("crit", criterion.id)):
                    chosen.add(criterion.id)
    labels = {c.id: _title(c) for c in checklist.criteria}
    extra = st.multiselect(
        say("review.measured_too"),
        measured,
        [c for c in measured if c in contested],
        format_func=labels.__getitem__,
        placeholder=say("app.choose"),
    )
    return chosen | set(extra)


def _label(criterion: Criterion) -> str:
    lock = f" ({say('ui.restricted_short')})" if criterion.sensitive else ""
    return plain(_title(criterion) + lock)


def _title(criterion: Criterion) -> str:
    return f"{criterion.id} {in_words(criterion.title, state.lang())}"


def _seats(expected: Sequence[str], granted: Sequence[str]) -> tuple[Seat, ...]:
    return tuple(
        Seat(d, d in expected, restricted=d in granted)
        for d in get_args(Discipline)
        if d in expected or d in granted
    )


def _open(
    project: Project,
    plan: Plan,
    title: str,
    seats: Sequence[Seat],
    table: Mapping[str, bool],
) -> Session:
    places = plan_places(plan)
    shown = {"public": public_plan(plan), "restricted": plan}
    pictures = {(e, "stage"): plan_svg(p, width=_STAGE_PX) for e, p in shown.items()}
    pictures |= {
        (e, "paper"): paper_picture(p, places, state.lang()) for e, p in shown.items()
    }
    pictures |= {
        ("public", "ballot"): ballot_svg(plan, places, edition="public"),
        ("restricted", "ballot"): ballot_svg(plan, places, edition="restricted"),
    }
    about = Opening(
        title=title.strip() or plan.name,
        lang=state.lang(),
        seats=seats,
        criteria=table,
        inputs=inputs(project),
        pictures=pictures,
        places=places,
        id=opening(),
    )
    return open_session(cache.database(), project.id, project.name, about)


def inputs(project: Project) -> AssessmentInputs:
    """Return the plan and the checklist as they are judged now."""
    checklist = cache.checklist()
    file = project.written()
    return AssessmentInputs(
        plan=PlanAsJudged(project.file_name, file.content(), dict(project.settings)),
        checklist=checklist.id,
        checklist_version=checklist.version,
        checklist_sha256=sha256_of(checklist),
        date=datetime.datetime.now().astimezone().date().isoformat(),
    )
