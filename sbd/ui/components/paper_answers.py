"""A session on paper: the sheets to print, and their answers typed in afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import get_args

import streamlit as st

from sbd.assessment.editions import public_plan
from sbd.checklists.model import Criterion
from sbd.errors import SbdError
from sbd.exports.paper import paper_page, session_sheets
from sbd.plans.plan import Plan
from sbd.reviews.ballots import Ballot, answer, own_answers
from sbd.reviews.model import Answer, Discipline
from sbd.reviews.paper import on_paper, sheet
from sbd.reviews.records import Given, Participant, Place, Session
from sbd.reviews.sessions import picture, places
from sbd.ui import cache, state
from sbd.ui.project import Project
from sbd.ui.words import complain, count, names, say
from sbd.views.ballot_plan import plan_places
from sbd.views.paper import PaperSheet, paper_picture
from sbd.views.words import in_words

#: What may be typed as an answer, and what it means.
TYPED: Mapping[str, Answer] = {
    "0": 0,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "?": "unknown",
    **dict.fromkeys("-–—−", "not_applicable"),
}
#: Where it is noted what was kept last.
_KEPT = "paper_kept_"
_WIDTHS = [0.44, 0.09, 0.09, 0.38]

#: A line as it was typed: answer, letter of a place, reason.
Line = tuple[str, str, str]


def show(project: Project, session: Session | None) -> None:
    """Show the sheets to print and, in an open session, a form to type one in.

    Parameters
    ----------
    project : Project
        The plan.
    session : Session, optional
        The meeting; without one there are sheets to print only.
    """
    st.html(f'<h2 class="h2">{escape(say("paper.heading"))}</h2>')
    with st.container(horizontal=True, vertical_alignment="bottom"):
        download(project, session)
        word = "paper.about" if session else "paper.about_open"
        st.html(f'<p class="note">{escape(say(word))}</p>')
    if session is None:
        return
    if not session.is_open:
        st.html(f'<p class="note">{escape(say("paper.closed"))}</p>')
        return
    st.html(f'<h3 class="h2">{escape(say("paper.type_in"))}</h3>')
    st.html(f'<div class="pull note">{escape(say("paper.hidden"))}</div>')
    _type_in(session)


def download(project: Project, session: Session | None) -> None:
    """Show the button that makes the sheets, in the language of the screen."""
    if session is None:
        make = _of_plan(project, _chosen())
    else:
        make = _of_session(project, session)
    st.download_button(
        say("paper.print"),
        make,
        file_name=f"{project.name}-paper-{state.lang()}.html",
        mime="text/html",
        on_click="ignore",
        icon=":material/print:",
        key=state.download("paper"),
    )


def _of_session(project: Project, session: Session) -> Callable[[], str]:
    db, checklist, lang = cache.database(), cache.checklist(), state.lang()
    plan = project.plan()

    def make() -> str:
        lettered = places(db, session.id)
        sheets = session_sheets(session, checklist, lettered)
        drawn = {
            e: picture(db, session.id, e, "paper") for e in ("public", "restricted")
        }
        if isinstance(plan, Plan):
            found = _pictures(plan, lettered, lang)
            drawn = {e: svg or found[e] for e, svg in drawn.items()}
        return paper_page(sheets, {e: svg for e, svg in drawn.items() if svg}, lang)

    return make


def _chosen() -> list[Criterion]:
    """Ask for criteria that all may read; those judged where none is chosen."""
    lang = state.lang()
    known = {c.id: c for c in cache.checklist().criteria if not c.sensitive}
    words = {n: f"{n} · {in_words(c.title, lang)}" for n, c in known.items()}
    picked = st.multiselect(
        say("paper.criteria"),
        list(known),
        format_func=words.__getitem__,
        placeholder=say("paper.all_judged"),
    )
    if picked:
        return [c for n, c in known.items() if n in picked]
    return [c for c in known.values() if not c.measured]


def _of_plan(project: Project, asked: Sequence[Criterion]) -> Callable[[], str]:
    """Return what makes sheets of criteria for every discipline."""
    lang, plan = state.lang(), project.plan()
    title = plan.name if isinstance(plan, Plan) else project.name

    def make() -> str:
        lettered = plan_places(plan) if isinstance(plan, Plan) else ()
        sheets = [
            PaperSheet(title, project.name, d, asked, lettered)
            for d in get_args(Discipline)
        ]
        drawn = _pictures(plan, lettered, lang) if isinstance(plan, Plan) else {}
        return paper_page(sheets, drawn, lang)

    return make


def _pictures(plan: Plan, lettered: Sequence[Place], lang: str) -> dict[str, str]:
    editions = {"public": public_plan(plan), "restricted": plan}
    return {e: paper_picture(p, lettered, lang) for e, p in editions.items()}


def _type_in(session: Session) -> None:
    known = [s.discipline for s in session.seats]
    name = names("discipline", known)
    whose, which = st.columns(2)
    with whose:
        discipline: Discipline | None = st.selectbox(
            say("ui.discipline"), sorted(known, key=name), format_func=name
        )
    if discipline is None:
        return
    sheets = on_paper(cache.database(), session, discipline)
    people = {s.number: s.person for s in sheets if s.person is not None}
    new = len(sheets) + 1
    words = {n: str(n) for n in people} | {new: say("paper.sheet_new", number=new)}
    with which:
        number = st.selectbox(
            say("paper.sheet"),
            list(words),
            index=len(words) - 1,
            format_func=words.__getitem__,
        )
    if said := state.kept(_KEPT + session.id):
        st.success(said)  # until the next sheet: a second press must not wipe it off
    _form(session, discipline, number, people.get(number))


def _form(
    session: Session, discipline: Discipline, number: int, person: Participant | None
) -> None:
    db = cache.database()
    earlier = own_answers(db, person) if person else {}
    lettered = {p.letter.upper(): p for p in places(db, session.id)}
    asked = {c.id: c for c in cache.checklist().criteria}
    shown = [i for i in session.items_for(discipline) if i.criterion in asked]
    st.html(f'<p class="note">{escape(say("paper.keys"))}</p>')
    with st.form(
        f"paper_{session.id}_{discipline}_{number}",
        border=False,
        enter_to_submit=False,
    ):
        _head()
        typed = {
            i.criterion: _line(
                asked[i.criterion],
                _written(earlier.get(i.criterion), lettered),
                i.state == "open",
            )
            for i in shown
        }
        said = st.container()  # what is wrong stands where the eyes are
        sent = st.form_submit_button(say("paper.save"), type="primary")
    if not sent:
        return
    with said:
        lines = {i.criterion: typed[i.criterion] for i in shown if i.state == "open"}
        _keep(session, discipline, number, (lines, lettered))


def _head() -> None:
    titles = ("paper.question", "paper.answer", "paper.where", "paper.why")
    for column, key in zip(st.columns(_WIDTHS), titles, strict=True):
        column.html(f'<b aria-hidden="true">{escape(say(key))}</b>')


def _line(criterion: Criterion, before: Line, is_open: bool) -> Line:
    """Show the fields of a criterion and return what is in them."""
    asked, *fields = st.columns(_WIDTHS, vertical_alignment="center")
    title = escape(in_words(criterion.title, state.lang()))
    over = "" if is_open else f" <small>({escape(say('paper.revealed'))})</small>"
    asked.html(f"<b>{criterion.id}</b> {title}{over}")
    names_of = ("paper.answer", "paper.where", "paper.why")
    found = [
        field.text_input(
            f"{criterion.id} · {say(key)}",
            value,
            label_visibility="collapsed",
            disabled=not is_open,
        )
        for field, key, value in zip(fields, names_of, before, strict=True)
    ]
    first, second, third = ((value or "").strip() for value in found)
    return first, second.upper(), third


def _written(given: Given | None, lettered: Mapping[str, Place]) -> Line:
    """Return an answer kept before as it would be typed."""
    if given is None:
        return "", "", ""
    typed = next(key for key, value in TYPED.items() if value == given.answer)
    here = (given.lon, given.lat)
    letter = next((n for n, p in lettered.items() if (p.lon, p.lat) == here), "")
    return typed, letter, given.comment or ""


def _keep(
    session: Session,
    discipline: Discipline,
    number: int,
    filled: tuple[Mapping[str, Line], Mapping[str, Place]],
) -> None:
    """Keep a sheet as a whole; one that is wrong anywhere is not kept."""
    lines, lettered = filled
    if wrong := mistakes(lines, lettered):
        for key, criteria in wrong.items():
            complain(say(f"paper.{key}", criteria=", ".join(criteria)))
        return
    ballots = [_ballot(c, line, lettered) for c, line in lines.items() if line[0]]
    if not ballots:
        complain(say("paper.nothing"))
        return
    db = cache.database()
    try:
        person = sheet(db, session, discipline, number)
        for ballot in ballots:
            answer(db, person, ballot)
    except SbdError as error:
        complain(error)
        return
    name = say(f"discipline.{discipline}")
    said = count("paper.saved", len(ballots), number=number, discipline=name)
    state.noted(_KEPT + session.id, said)
    st.rerun()


def mistakes(
    lines: Mapping[str, Line], lettered: Mapping[str, Place]
) -> dict[str, list[str]]:
    """Return the criteria whose lines are wrong, by what is wrong with them."""
    found: dict[str, list[str]] = {}
    for criterion, (typed, letter, why) in lines.items():
        if typed and typed not in TYPED:
            found.setdefault("wrong", []).append(criterion)
        if not typed and (letter or why):
            found.setdefault("lacking", []).append(criterion)
        if letter and letter not in lettered:
            found.setdefault("no_place", []).append(criterion)
    return found


def _ballot(criterion: str, line: Line, lettered: Mapping[str, Place]) -> Ballot:
    typed, letter, why = line
    place = lettered.get(letter)
    return Ballot(
        criterion,
        TYPED[typed],
        why or None,
        place.lon if place else None,
        place.lat if place else None,
    )
