"""The pages before and around the ballot: code, registration, leaving, refusals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from sbd.locale import text
from sbd.views.ballot_shell import Frame, form, message, options, page


@dataclass(frozen=True)
class Seating:
    """A discipline that may be chosen.

    Parameters
    ----------
    discipline : str
        Its id.
    expected : bool
        Whether the facilitator expects it.
    joined : int
        Who answers for it already. [persons]
    coded : bool
        Whether it sees what is sensitive, and the facilitator's code is needed.
    """

    discipline: str
    expected: bool
    joined: int = 0
    coded: bool = False


@dataclass(frozen=True)
class Registration:
    """What is filled in already."""

    discipline: str = ""
    name: str = ""
    known: bool = False


def code_page(frame: Frame, wrong: str = "") -> str:
    """Return the page that asks for the code on the screen."""
    say = frame.say
    fields = (
        f'<label class="t" for="code">{say("code")}</label>'
        f'<p class="q" id="how">{say("code.how")}</p>'
        '<input class="i k" id="code" name="code" required maxlength="12" '
        'autocomplete="off" autocapitalize="characters" spellcheck="false" '
        'aria-describedby="how">'
    )
    title = text(frame.lang, "ballot.join")
    content = (
        f"{message(wrong, wrong=True)}<h1>{escape(title)}</h1>"
        f"{form(frame, '/join', fields, text(frame.lang, 'ballot.go_on'))}"
        f'<p><a href="{frame.link("/join/facilitator")}">{say("facilitator")}</a></p>'
    )
    return page(frame, title, content)


def facilitator_page(frame: Frame, wrong: str = "", *, encrypted: bool = False) -> str:
    """Return the page that asks the facilitator for the passphrase."""
    title = text(frame.lang, "ballot.facilitator")
    fields = (
        f'<label class="t" for="word">{frame.say("passphrase")}</label>'
        f'<p class="q" id="how">{frame.say("passphrase.how")}</p>'
        '<input class="i" id="word" name="passphrase" type="password" required '
        'maxlength="200" autocomplete="off" aria-describedby="how">'
    )
    warning = "" if encrypted else f'<p class="m">{frame.say("not_encrypted")}</p>'
    content = (
        f"{message(wrong, wrong=True)}<h1>{escape(title)}</h1>{warning}"
        f"{form(frame, frame.path, fields, text(frame.lang, 'ballot.go_on'))}"
    )
    return page(frame, title, content)


def register_page(
    frame: Frame, seats: Sequence[Seating], given: Registration, wrong: str = ""
) -> str:
    """Return the page on which somebody joins, or changes what was said on joining."""
    lang, say = frame.lang, frame.say
    title = text(lang, "ballot.change_me" if given.known else "ballot.join")
    fields = (
        f'<label class="t" for="disc">{say("discipline")}</label>'
        f'<select id="disc" name="discipline" required aria-describedby="alone">'
        f'<option value="">{say("choose")}</option>'
        f"{_seats(lang, seats, given.discipline)}</select>"
        f'<p class="q" id="alone">{say("alone.general")}</p>'
        f"{_code(lang, seats)}"
        f'<label class="t" for="name">{say("name")}</label>'
        f'<p class="q" id="why">{say("name.why")}</p>'
        f'<input class="i" id="name" name="name" maxlength="60" dir="auto" '
        f'value="{escape(given.name)}" autocomplete="off" aria-describedby="why">'
        f'<input type="hidden" name="lang" value="{lang}">'
    )
    told = "".join(
        f"<p>{say(key)}</p>" for key in ("told.levels", "told.comments", "told.erase")
    )
    button = text(lang, "ballot.keep" if given.known else "ballot.take_part")
    content = (
        f"{message(wrong, wrong=True)}<h1>{escape(title)}</h1>"
        f"<p>{say('intro')}</p>{form(frame, frame.path, fields, button)}"
        f"<h2>{say('told')}</h2>{told}"
    )
    return page(frame, title, content)


def leave_page(frame: Frame, base: str) -> str:
    """Return the page that asks once more before somebody is erased."""
    title = text(frame.lang, "ballot.leave")
    back = f'<a class="b o" href="{frame.link(base + "/ballot")}">'
    content = (
        f"<h1>{escape(title)}</h1><p>{frame.say('leave.what')}</p>"
        f"<p>{frame.say('leave.stays')}</p>"
        f"{form(frame, base + '/leave', '', text(frame.lang, 'ballot.leave.yes'))}"
        f"{back}{frame.say('leave.no')}</a>"
    )
    return page(frame, title, content)


def left_page(frame: Frame) -> str:
    """Return the page that says that somebody was erased."""
    title = text(frame.lang, "ballot.left")
    content = f"<h1>{escape(title)}</h1>{message(text(frame.lang, 'ballot.left.what'))}"
    return page(frame, title, content)


def closed_page(frame: Frame, base: str, *, known: bool) -> str:
    """Return the page of a session that is closed; ``known`` to who took part."""
    title = text(frame.lang, "ballot.closed")
    leave = f'<p><a href="{frame.link(base + "/leave")}">{frame.say("leave")}</a></p>'
    content = (
        f"<h1>{escape(title)}</h1><p>{frame.say('closed.what')}</p>"
        f"{leave if known else ''}"
    )
    return page(frame, title, content)


def refusal_page(frame: Frame, wrong: str, back: str) -> str:
    """Return the page that says what cannot be done, and leads back."""
    title = text(frame.lang, "ballot.refused")
    content = (
        f"{message(wrong, wrong=True)}<h1>{escape(title)}</h1>"
        f'<a class="b" href="{frame.link(back)}">{frame.say("back")}</a>'
    )
    return page(frame, title, content)


def _code(lang: str, seats: Sequence[Seating]) -> str:
    """Return the field for the code of those who may see what is sensitive."""
    coded = [text(lang, f"discipline.{s.discipline}") for s in seats if s.coded]
    if not coded:
        return ""
    how = escape(text(lang, "ballot.pin.how", disciplines=", ".join(coded)))
    return (
        f'<label class="t" for="pin">{escape(text(lang, "ballot.pin"))}</label>'
        f'<p class="q" id="pinhow">{how}</p>'
        '<input class="i k" id="pin" name="pin" inputmode="numeric" maxlength="9" '
        'autocomplete="off" aria-describedby="pinhow">'
    )


def _seats(lang: str, seats: Sequence[Seating], chosen: str) -> str:
    found = []
    for expected, key in ((True, "expected"), (False, "others")):
        pairs = [
            (s.discipline, _seat_words(lang, s, chosen))
            for s in seats
            if s.expected == expected
        ]
        if pairs:
            label = escape(text(lang, f"ballot.{key}"))
            found.append(f'<optgroup label="{label}">{options(pairs, chosen)}')
    return "</optgroup>".join(found) + "</optgroup>"


def _seat_words(lang: str, seat: Seating, chosen: str) -> str:
    name = text(lang, f"discipline.{seat.discipline}")
    name = name[:1].upper() + name[1:]
    if seat.joined or seat.discipline == chosen:
        return name
    return text(lang, "ballot.nobody_yet", name=name)
