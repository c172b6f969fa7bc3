"""All that a person is asked, with the own answers and the way to change them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from sbd.locale import plural, text
from sbd.reviews.records import CriterionState
from sbd.views.ballot import Reply, Told, answer_words
from sbd.views.ballot_shell import Frame, form, message, options, page


@dataclass(frozen=True)
class Row:
    """A criterion with the person's own answer."""

    title: str
    state: CriterionState
    reply: Reply


@dataclass(frozen=True)
class Overview:
    """What a person is asked.

    Parameters
    ----------
    discipline : str
        For which the person answers.
    rows : sequence of Row
        In the order they are asked.
    contestable : sequence of tuple of str and str
        Measured criteria that are not on the table: id and title.
    more : bool
        Whether the code of the discipline would show more.
    """

    discipline: str
    rows: Sequence[Row]
    contestable: Sequence[tuple[str, str]] = ()
    more: bool = False


def overview_page(frame: Frame, base: str, about: Overview, told: Told) -> str:
    """Return the list of all criteria.

    Parameters
    ----------
    frame : Frame
        What is around it.
    base : str
        Address of the session.
    about : Overview
        What is listed.
    told : Told
        What the page says first.
    """
    lang = frame.lang
    open_rows = [r for r in about.rows if r.state == "open"]
    missing = sum(not r.reply.answer for r in open_rows)
    title = text(lang, "ballot.overview" if missing or not open_rows else "ballot.done")
    words = (
        plural(lang, "ballot.missing", missing)
        if missing
        else text(lang, "ballot.done.what" if open_rows else "ballot.done.revealed")
    )
    rows = "".join(_row(frame, base, n, row) for n, row in enumerate(about.rows, 1))
    name = text(lang, f"discipline.{about.discipline}")
    content = (
        f"{message(told.wrong, wrong=True)}{message(told.done)}"
        f'<p class="q">{escape(text(lang, "ballot.you_answer_for", name=name))} · '
        f'<a href="{frame.link(base, change="1")}">{frame.say("change")}</a></p>'
        f"{_more(frame, base, about)}"
        f"<h1>{escape(title)}</h1><p>{escape(words)}</p><ol>{rows}</ol>"
        f"{_contest(frame, base, about)}"
        f'<p><a href="{frame.link(base + "/leave")}">{frame.say("leave")}</a></p>'
    )
    return page(frame, title, content)


def _more(frame: Frame, base: str, about: Overview) -> str:
    """Return the way to what a discipline was granted after the person joined."""
    if not about.more:
        return ""
    return f'<p><a href="{frame.link(base, change="1")}">{frame.say("more")}</a></p>'


def _row(frame: Frame, base: str, number: int, row: Row) -> str:
    reply = row.reply
    mark, css = reply.answer, reply.answer
    if not reply.answer.isdigit():
        mark = {"unknown": "?", "not_applicable": "–"}.get(reply.answer, "")
        css = reply.answer[:1]
    said = answer_words(reply, frame.lang)
    if row.state != "open":
        said = f"{said} · {text(frame.lang, 'ballot.is_revealed')}"
    return (
        f'<li><span class="l l{css}" aria-hidden="true">{mark}</span>'
        f'<a href="{frame.link(base + "/ballot", n=str(number))}">{number}. '
        f"{escape(row.title)}<small>{escape(said)}</small></a></li>"
    )


def _contest(frame: Frame, base: str, about: Overview) -> str:
    """Return the form by which a measured criterion is put on the table."""
    if not about.contestable:
        return ""
    choose = [("", text(frame.lang, "ballot.choose")), *about.contestable]
    fields = (
        f'<label class="t" for="measured">{frame.say("contest.which")}</label>'
        f'<select id="measured" name="criterion" required>{options(choose, "")}'
        "</select>"
    )
    button = text(frame.lang, "ballot.contest.send")
    return (
        f"<details><summary>{frame.say('contest')}</summary>"
        f"<p>{frame.say('contest.what')}</p>"
        f"{form(frame, base + '/contest', fields, button, ' class=o')}</details>"
    )
