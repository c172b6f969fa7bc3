"""The ballot: one criterion, what each level means, and where to say why and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

from sbd.checklists.model import Criterion, Part
from sbd.locale import text
from sbd.reviews.records import CriterionState, Place
from sbd.views.ballot_shell import Frame, form, isolated, message, options, page
from sbd.views.words import clauses, cut_text, in_words, kind_name, with_unit

#: Characters that may stand in an address as they are.
_PLAIN = " !$'()*+,-./:;=?@_~"


@dataclass(frozen=True)
class Reply:
    """What somebody answered, or was about to."""

    answer: str = ""
    comment: str = ""
    letter: str = ""


@dataclass(frozen=True)
class Question:
    """One criterion as it is asked of one person.

    Parameters
    ----------
    criterion : Criterion
        What is asked.
    number, count : int
        Which of how many this person is asked; from 1.
    state : str
        Open to answers, or revealed, or settled.
    reply : Reply
        The person's own.
    discipline : str
        For which the person answers.
    alone : bool
        True where nobody else answers for it.
    places : sequence of Place
        Lettered places of the plan.
    picture : str
        The plan with its letters (SVG), empty where there is none.
    """

    criterion: Criterion
    number: int
    count: int
    state: CriterionState
    reply: Reply
    discipline: str
    alone: bool = False
    places: Sequence[Place] = field(default=())
    picture: str = ""


@dataclass(frozen=True)
class Told:
    """What a page says first: what went well, or what is wrong."""

    done: str = ""
    wrong: str = ""


def ballot_page(frame: Frame, base: str, asked: Question, told: Told) -> str:
    """Return the page of one criterion.

    Parameters
    ----------
    frame : Frame
        What is around it.
    base : str
        Address of the session.
    asked : Question
        The criterion.
    told : Told
        What it says first.
    """
    lang = frame.lang
    criterion = asked.criterion
    title = in_words(criterion.title, lang)
    step = text(lang, "ballot.step", n=asked.number, count=asked.count)
    about = (
        f'<p class="q">{_for_whom(frame, base, asked.discipline)}</p>'
        f"<h1>{escape(title)}</h1><p>{escape(in_words(criterion.question, lang))}</p>"
    )
    body = _form(frame, base, asked) if asked.state == "open" else _shown(frame, asked)
    content = (
        f"{message(told.wrong, wrong=True)}{message(told.done)}{about}{body}"
        f"{_steps(frame, base, asked)}"
        f'<p><a href="{frame.link(base + "/leave")}">{frame.say("leave")}</a></p>'
    )
    return page(frame, f"{step} – {title}", content, step=step)


def _for_whom(frame: Frame, base: str, discipline: str) -> str:
    name = text(frame.lang, f"discipline.{discipline}")
    words = text(frame.lang, "ballot.you_answer_for", name=name)
    return (
        f'{escape(words)} · <a href="{frame.link(base, change="1")}">'
        f"{frame.say('change')}</a>"
    )


def _form(frame: Frame, base: str, asked: Question) -> str:
    lang, say, reply = frame.lang, frame.say, asked.reply
    levels = "".join(
        _card(str(n), text(lang, f"level.{n}"), anchor, reply.answer)
        for n, anchor in enumerate(_anchors(asked.criterion, lang))
    )
    words = "".join(
        _card(value, text(lang, f"ballot.{value}"), "", reply.answer)
        for value in ("unknown", "not_applicable")
    )
    fields = (
        f'<input type="hidden" name="criterion" value="{escape(asked.criterion.id)}">'
        f'<fieldset><legend>{say("your_level")}</legend>{levels}<div class="two">'
        f"{words}</div></fieldset>"
        f'<label class="t" for="why">{say("why")}</label>'
        f'<textarea id="why" name="comment" rows="3" maxlength="2000" dir="auto">'
        f"\n{escape(reply.comment)}</textarea>{_where(frame, asked)}"
        f"{_privacy(frame, asked)}"
    )
    button = text(lang, "ballot.send_again" if asked.reply.answer else "ballot.send")
    return form(frame, f"{base}/ballot", fields, button)


def _card(value: str, word: str, anchor: str, chosen: str) -> str:
    mark, said = "", escape(word)
    if value.isdigit():
        mark = f'<span class="l l{value}" aria-hidden="true">{value}</span>'
        said = f"<b>{said}</b>"
    small = f"<small>{escape(anchor)}</small>" if anchor else ""
    return (
        f'<label class="c"><input type="radio" name="answer" value="{value}" required'
        f"{' checked' if value == chosen else ''}>{mark}<span>{said}{small}</span>"
        "</label>"
    )


def _anchors(criterion: Criterion, lang: str) -> list[str]:
    """Say what each level means: the anchor, or what is measured from which value."""
    given = criterion.anchors.levels() if criterion.anchors else {}
    return [
        in_words(given[n], lang)
        if n in given
        else _cuts(criterion.measured_by, n, lang)
        for n in range(5)
    ]


def _cuts(parts: Sequence[Part], level: int, lang: str) -> str:
    """Say from which values on a measured criterion reaches a level."""
    if level == 0:
        return text(lang, "ballot.below") if parts else ""
    found = []
    for part in parts:
        cut = part.cuts[level - 1]
        if cut is not None and level <= part.max_level:
            key = "ballot.at_least" if part.better == "higher" else "ballot.at_most"
            value = with_unit(cut_text(cut, part.unit, lang), part.unit, lang)
            name = text(lang, f"indicator.{part.indicator}")
            found.append(text(lang, key, name=name, value=value))
    return clauses(found, lang)


def _where(frame: Frame, asked: Question) -> str:
    if not asked.places:
        return ""
    none = text(frame.lang, "ballot.nowhere")
    named = [(p.letter, place_words(p, frame.lang)) for p in asked.places]
    chosen = options([("", none), *named], asked.reply.letter)
    return (
        f'<label class="t" for="where">{frame.say("where")}</label>'
        f'{_plan(frame, asked)}<p><select id="where" name="place">{chosen}</select></p>'
    )


def _plan(frame: Frame, asked: Question) -> str:
    """Return the plan as an image: nothing in it can act on the page."""
    if not asked.picture:
        return ""
    image = f"data:image/svg+xml,{quote(asked.picture, safe=_PLAIN)}"
    return f'<img src="{image}" alt="{frame.say("plan.alt")}">'


def place_words(place: Place, lang: str) -> str:
    """Name a lettered place: its letter, what it is, and where in the site."""
    return text(
        lang,
        "ballot.place",
        letter=place.letter,
        kind=kind_name(place.kind, lang),
        sector=text(lang, f"ballot.sector.{place.sector}"),
    )


def answer_words(reply: Reply, lang: str) -> str:
    """Return an answer in words, such as ``3 good``."""
    if reply.answer.isdigit():
        return f"{reply.answer} {text(lang, f'level.{reply.answer}')}"
    return text(lang, f"ballot.{reply.answer or 'no_answer'}")


def _shown(frame: Frame, asked: Question) -> str:
    """Say that a criterion was revealed, with the person's own answer."""
    lang, reply = frame.lang, asked.reply
    place = next((p for p in asked.places if p.letter == reply.letter), None)
    facts = [(frame.say("your_answer"), escape(answer_words(reply, lang)))]
    if reply.comment:
        facts.append((frame.say("your_reason"), isolated(reply.comment)))
    if place is not None:
        facts.append((frame.say("your_place"), escape(place_words(place, lang))))
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts)
    return f'<p class="m">{frame.say("revealed")}</p><dl>{rows}</dl>'


def _steps(frame: Frame, base: str, asked: Question) -> str:
    links = [
        f'<a href="{frame.link(base + "/ballot", all="1")}">{frame.say("all")}</a>'
    ]
    if asked.number > 1:
        links.insert(0, _step(frame, base, asked.number - 1, "previous"))
    if asked.number < asked.count:
        links.append(_step(frame, base, asked.number + 1, "next"))
    return f'<nav class="s" aria-label="{frame.say("criteria")}">{"".join(links)}</nav>'


def _step(frame: Frame, base: str, number: int, key: str) -> str:
    return (
        f'<a href="{frame.link(base + "/ballot", n=str(number))}">{frame.say(key)}</a>'
    )


def _privacy(frame: Frame, asked: Question) -> str:
    """Say who will see the answer, before it is sent."""
    alone = f'<p class="m">{frame.say("alone.now")}</p>' if asked.alone else ""
    return f'{alone}<p class="q">{frame.say("told.levels")}</p>'
