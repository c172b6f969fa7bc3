"""Actions as a table and as a calendar, read back by other code."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest

from sbd.document import ActionRecord
from sbd.exports.actions_csv import actions_csv
from sbd.exports.calendar import actions_calendar
from tests.views.sample import sample_checklist

TODAY = "2026-01-31"
LONG = "Zet de paaltjes; verder uiteen, \\ zoals afgesproken — é" * 4


def action(n: int = 1, **changes: object) -> ActionRecord:
    said = {
        "uid": f"{n:032x}",
        "criterion": "A-03",
        "text": "Vérifier les potelets",
        "owner": "fire_service",
        "phase": "prevention",
        "due": "2026-02-28",
        **changes,
    }
    return ActionRecord.model_validate(said)


def rows(*actions: ActionRecord, lang: str = "en") -> list[list[str]]:
    content = actions_csv(actions, sample_checklist(), lang, today=TODAY)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def calendar(*actions: ActionRecord, lang: str = "en", today: str = TODAY) -> bytes:
    return actions_calendar(
        actions, sample_checklist(), lang, name="Vlierplein", today=today
    )


def events(content: bytes) -> list[dict[str, str]]:
    """Read events as RFC 5545 tells: unfold, split, take the escapes away."""
    lines = re.sub(rb"\r\n[ \t]", b"", content).decode("utf-8").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        plain = re.sub(
            r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value, flags=re.DOTALL
        )
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and line not in ("END:VEVENT", "END:VCALENDAR", ""):
            found[-1][name] = plain
    return found


def test_the_table_opens_in_excel_as_it_was_said() -> None:
    content = actions_csv([action()], sample_checklist(), "fr", today=TODAY)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 2
    head, row = rows(action(), lang="fr")
    assert head[:4] == ["Critère", "Titre", "Quoi", "Qui"]
    assert row == [
        "A-03",
        "Passages utilisables en fauteuil roulant",
        "Vérifier les potelets",
        "Pompiers (SIAMU)",
        "prévention",
        "2026-02-28",
        "à faire",
        "",
    ]


def test_late_and_nobodys_stand_in_a_column() -> None:
    _, row = rows(action(owner=None, due="2026-01-30"))
    assert row[-1] == "overdue, nobody yet"
    _, done = rows(action(owner=None, due="2026-01-30", state="done"))
    assert done[-1] == ""


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\n=1", "＝1", '=HYPERLINK("x")'],
)
def test_no_cell_starts_a_formula(text: str) -> None:
    _, row = rows(action(text=text, owner=text))
    assert row[2] == row[3] == f"'{text}"


def test_quotes_and_lines_survive_the_table() -> None:
    text = 'a "b", c;\nd'
    assert rows(action(text=text))[1][2] == text


def test_the_calendar_says_what_who_and_when() -> None:
    (event,) = events(calendar(action(text=LONG), lang="nl"))
    assert event["DTSTART;VALUE=DATE"] == "20260228"
    assert event["DTEND;VALUE=DATE"] == "20260301"
    assert event["DTSTAMP"] == "20260131T000000Z"
    assert event["SUMMARY"] == f"A-03 · {LONG}"
    assert event["UID"] == f"{1:032x}@sbd"
    assert event["STATUS"] == "CONFIRMED"
    assert "Wie: Brandweer (DBDMH)" in event["DESCRIPTION"].split("\n")


def test_lines_are_folded_between_characters() -> None:
    content = calendar(action(text="é—😀" * 60))
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")
        assert b"\n" not in line


def test_what_people_write_cannot_add_lines() -> None:
    text = "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:x\u2028ATTACH:file\x0b"
    (event,) = events(calendar(action(text=text)))
    assert "ATTACH" not in event
    assert event["UID"] == f"{1:032x}@sbd"


def test_an_action_keeps_its_event_and_one_without_a_date_has_none() -> None:
    before = events(calendar(action()))
    after = events(calendar(action(due="2026-05-01", state="dropped", text="anders")))
    assert before[0]["UID"] == after[0]["UID"]
    assert after[0]["STATUS"] == "CANCELLED"
    assert events(calendar(action(due=None))) == []


def test_the_same_input_gives_the_same_bytes() -> None:
    assert calendar(action(), action(2)) == calendar(action(), action(2))
    assert date.fromisoformat(TODAY).strftime("%Y%m%d").encode() in calendar(action())
