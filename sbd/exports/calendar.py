"""Actions with a date as a calendar. Source: RFC 5545.

Events of a whole day rather than tasks: calendars of offices leave tasks out when they
take a file in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sbd.checklists.model import Checklist
from sbd.document import ActionRecord
from sbd.locale import text
from sbd.views.action_list import owner_name
from sbd.views.words import labelled, title_of

#: Longest line without its end. Source: RFC 5545, 3.1. [octets]
_LINE = 75


def actions_calendar(
    actions: Sequence[ActionRecord],
    checklist: Checklist,
    lang: str,
    *,
    name: str,
    today: str,
) -> bytes:
    """Return the actions that have a date; the same input gives the same bytes.

    Parameters
    ----------
    actions : sequence of ActionRecord
        Of the edition to be written; those without a date are left out.
    checklist : Checklist
        For the titles of criteria.
    lang : {"nl", "fr", "en"}
        Language of the texts.
    name : str
        Of the calendar: the site.
    today : str
        Date of the file, YYYY-MM-DD.

    Returns
    -------
    bytes
        An iCalendar file. An action keeps its event over all files, so that taking
        a newer one in changes it; a dropped one is cancelled.
    """
    stamp = f"{date.fromisoformat(today):%Y%m%d}T000000Z"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//sbd//actions//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for action in actions:
        if action.due is not None:
            title = title_of(checklist, action.criterion, lang)
            lines += ["BEGIN:VEVENT", f"DTSTAMP:{stamp}", *_day(action.due)]
            lines += [*_event(action, title, lang), "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode("utf-8")


def _day(due: str) -> list[str]:
    first = date.fromisoformat(due)
    after = first + timedelta(days=1)  # an event ends before its end
    return [f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]


def _event(action: ActionRecord, title: str, lang: str) -> list[str]:
    summary = f"{action.criterion} · {' '.join(action.text.split())}"
    if action.state == "done":
        summary = labelled(text(lang, "actions.state_done"), summary, lang)
    status = "CANCELLED" if action.state == "dropped" else "CONFIRMED"
    return [
        f"UID:{action.uid}@sbd",
        "TRANSP:TRANSPARENT",
        f"STATUS:{status}",
        f"SUMMARY:{_escaped(summary)}",
        f"CATEGORIES:{_escaped(text(lang, f'phase.{action.phase}'))}",
        f"DESCRIPTION:{_about(action, title, lang)}",
    ]


def _about(action: ActionRecord, title: str, lang: str) -> str:
    said = (
        ("owner", owner_name(action.owner, lang)),
        ("phase", text(lang, f"phase.{action.phase}")),
        ("state", text(lang, f"actions.state_{action.state}")),
    )
    lines = [labelled(text(lang, f"actions.{n}"), value, lang) for n, value in said]
    return _escaped("\n".join([f"{action.criterion} · {title}", action.text, *lines]))


def _escaped(value: str) -> str:
    for char in ("\\", ";", ","):
        value = value.replace(char, f"\\{char}")
    return "\\n".join(value.splitlines())


def _folded(line: str) -> str:
    """Break a line where it would be too long, never within a character."""
    parts, room = [""], _LINE
    for char in line:
        size = len(char.encode("utf-8"))
        if size > room:
            parts.append("")
            room = _LINE - 1  # the space that continues a line
        parts[-1] += char
        room -= size
    return "\r\n ".join(parts)
