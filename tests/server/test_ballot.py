"""A person joins by phone, answers, changes, contests and leaves."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from starlette.applications import Starlette

from sbd.checklists.read import read_checklist
from sbd.locale import LANGS
from sbd.reviews.ballots import counts
from sbd.reviews.database import NAME, Database
from sbd.reviews.decisions import rate_again, reveal
from sbd.reviews.logbook import events
from sbd.reviews.people import people
from sbd.reviews.records import Place, Seat
from sbd.reviews.sessions import close_session, session
from sbd.server import middleware, routes
from sbd.server.reception import Reception
from tests.server.conftest import House
from tests.server.phone import Phone
from tests.server.steps import rows, send


def test_a_code_leads_to_the_ballot_and_an_answer_is_kept(house: House) -> None:
    phone = house.phone()
    form = phone.get("/join")
    typed = f"{house.meeting.code[:3].lower()} {house.meeting.code[3:]}"
    reply = phone.post("/join", {"csrf": form.csrf, "code": typed})
    assert reply.status == 303
    assert reply.header("location").startswith(house.base)
    form = phone.get(house.base)
    pin = house.desk.keys.restricted_code(house.meeting.id)
    person = {"discipline": "police", "name": "Ann", "lang": "en", "pin": pin}
    reply = phone.post(house.base, {"csrf": form.csrf, **person})
    assert reply.header("location").startswith(f"{house.base}/ballot")
    page = phone.get(f"{house.base}/ballot")
    assert "Criterion 1 of 3" in page.body
    answer = {"criterion": "S-04", "answer": "3", "comment": "solid", "place": "B"}
    reply = phone.post(f"{house.base}/ballot", {"csrf": page.csrf, **answer})
    assert reply.status == 303
    assert "n=2" in reply.header("location")
    page = phone.get(reply.header("location"))
    assert "Criterion 1 is saved" in page.body
    assert "Criterion 2 of 3" in page.body
    back = phone.get(f"{house.base}/ballot?n=1").body
    assert "solid</textarea>" in back
    assert 'value="B" selected' in back
    assert rows(house) == [("police", "S-04", "3", "solid", 4.36)]


def test_a_cookie_is_for_one_session_and_hidden_from_scripts(house: House) -> None:
    phone = house.phone()
    form = phone.get(house.base)
    fields = {"csrf": form.csrf, "discipline": "fire", "name": "", "lang": "nl"}
    cookie = phone.post(house.base, fields).header("set-cookie")
    assert f"Path={house.base}" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_joining_twice_is_joining_once(house: House) -> None:
    phone = house.phone()
    form = phone.get(house.base)
    fields = {"csrf": form.csrf, "discipline": "fire", "name": "", "lang": "en"}
    before = dict(phone.jar)
    for _ in range(3):  # so quick that no answer has come yet
        phone.jar = dict(before)
        assert phone.post(house.base, fields).status == 303
    assert len(people(house.desk.db, house.meeting.id)) == 1
    back = {**fields, "discipline": "residents"}  # the old page, after joining
    assert phone.post(house.base, back).status == 303
    (person,) = people(house.desk.db, house.meeting.id)
    assert person.discipline == "residents"


def test_after_the_last_answer_everything_is_listed(house: House) -> None:
    phone = house.joined("residents")
    for criterion, answer in (("S-04", "unknown"), ("L-15", "not_applicable")):
        reply = send(house, phone, criterion, answer)
    assert "all=1" in reply.header("location")
    page = phone.get(reply.header("location")).body
    assert "You answered everything" in page
    assert "I don’t know" in page
    assert "Not applicable here" in page
    assert phone.get(f"{house.base}/ballot").status == 200


def test_sent_twice_is_kept_once_and_an_old_page_changes_the_answer(
    house: House,
) -> None:
    phone = house.joined("police")
    old = phone.get(f"{house.base}/ballot?n=1")
    fields = {"csrf": old.csrf, "criterion": "S-04", "answer": "3"}
    for _ in range(3):
        assert phone.post(f"{house.base}/ballot", fields).status == 303
    phone.post(f"{house.base}/ballot", {**fields, "answer": "1"})
    assert [r[2] for r in rows(house)] == ["3", "1"]


def test_what_cannot_be_kept_is_said_beside_what_was_typed(house: House) -> None:
    phone = house.joined("police")
    reply = send(house, phone, "S-04", "", comment="half a thought", place="B")
    assert reply.status == 422
    assert '<p class="m e" role="alert">Choose a level' in reply.body
    assert "half a thought" in reply.body
    for fields in (
        {"answer": "5"},
        {"answer": "3", "place": "Z"},
        {"answer": "3", "criterion": "S-05"},
        {"answer": "3", "criterion": "../../x"},
    ):
        wrong = {"criterion": "S-04", **fields}
        reply = send(house, phone, wrong.pop("criterion"), wrong.pop("answer"), **wrong)
        assert reply.status == 422
        assert 'role="alert"' in reply.body
    assert rows(house) == []


def test_after_the_reveal_only_the_own_answer_is_shown(house: House) -> None:
    phone = house.joined("police")
    send(house, phone, "S-04", "3", comment="mine", place="B")
    reveal(house.desk.db, house.meeting.id, ["S-04"])
    page = phone.get(f"{house.base}/ballot?n=1&lang=en").body
    assert "was revealed" in page
    assert "3 good" in page
    assert "mine" in page
    assert "B: entrance, in the middle" in page
    assert 'name="answer"' not in page
    late = send(house, phone, "S-04", "1")
    assert late.status == 422
    assert "can no longer be changed" in late.body
    rate_again(house.desk.db, house.meeting.id, "S-04")
    assert send(house, phone, "S-04", "1").status == 303


def test_something_measured_is_put_on_the_table(house: House) -> None:
    phone = house.joined("residents")
    page = phone.get(f"{house.base}/ballot?all=1&lang=en")
    fields = {"csrf": page.csrf, "criterion": "A-02"}
    for _ in range(2):
        reply = phone.post(f"{house.base}/contest?lang=en", fields)
        assert reply.status == 303
    page = phone.get(reply.header("location"))
    assert "is on the table" in page.body
    assert "at least 1.50" in page.body
    assert session(house.desk.db, house.meeting.id).item("A-02") is not None
    for criterion in ("S-04", "X-99", ""):
        fields["criterion"] = criterion
        assert phone.post(f"{house.base}/contest", fields).status == 422


def test_who_leaves_is_erased_but_the_level_stays(house: House) -> None:
    phone = house.joined("residents", "Zoë")
    send(house, phone, "S-04", "2", comment="as Zoë says", place="B")
    page = phone.get(f"{house.base}/leave?lang=en")
    assert "cannot be undone" in page.body
    assert len(people(house.desk.db, house.meeting.id)) == 1
    for _ in range(2):
        phone.post(f"{house.base}/leave", {"csrf": page.csrf})
    assert people(house.desk.db, house.meeting.id) == ()
    assert rows(house) == [("residents", "S-04", "2", None, None)]
    assert (house.base, "sbd_person") not in phone.jar
    with house.desk.db.reading() as connection:
        told = [e.event for e in events(connection, house.meeting.project)]
    assert told.count("erased") == 1


def test_a_closed_session_says_so_and_one_can_still_leave(house: House) -> None:
    phone = house.joined("residents", "Zoë")
    page = phone.get(f"{house.base}/ballot")
    leave = phone.get(f"{house.base}/leave")
    close_session(house.desk.db, house.meeting.id)
    for path in ("", "/ballot", "/ballot?n=1"):
        reply = phone.get(f"{house.base}{path}")
        assert reply.status == 410
    fields = {"csrf": page.csrf, "criterion": "S-04", "answer": "3"}
    assert phone.post(f"{house.base}/ballot", fields).status == 410
    assert rows(house) == []
    phone.post(f"{house.base}/leave", {"csrf": leave.csrf})
    assert people(house.desk.db, house.meeting.id) == ()


def test_who_changes_the_discipline_takes_open_answers_along(house: House) -> None:
    phone = house.joined("police", "Ann")
    send(house, phone, "S-04", "3")
    send(house, phone, "L-15", "1")
    reveal(house.desk.db, house.meeting.id, ["S-04"])
    page = phone.get(f"{house.base}?change=1")
    assert 'value="Ann"' in page.body
    fields = {"csrf": page.csrf, "discipline": "residents", "name": "", "lang": "fr"}
    assert phone.post(house.base, fields).status == 303
    assert counts(house.desk.db, house.meeting.id).answered == {
        "S-04": {"police": 1},
        "L-15": {"residents": 1},
    }
    (person,) = people(house.desk.db, house.meeting.id)
    assert (person.discipline, person.name, person.lang) == ("residents", None, "fr")
    assert phone.post(house.base, {**fields, "discipline": "x"}).status == 422


def test_the_only_one_of_a_discipline_is_told(house: House) -> None:
    form = house.phone().get(f"{house.base}?lang=en").body
    assert "Police – nobody yet" in form
    assert "is not anonymous" in form
    first = house.joined("police")
    assert "You are the only one" in first.get(f"{house.base}/ballot?lang=en").body
    house.joined("police")
    assert "You are the only one" not in first.get(f"{house.base}/ballot?lang=en").body
    assert "Police – nobody yet" not in house.phone().get(f"{house.base}?lang=en").body


def test_the_browsers_language_comes_first_and_a_link_changes_it(
    house: House,
) -> None:
    phone = house.phone()
    wanted = "de-DE,fr;q=0.8,nl;q=0.9"
    assert '<html lang="nl">' in phone.get("/join", accept_language=wanted).body
    assert '<html lang="nl">' in phone.get(house.base).body  # as the meeting is held
    assert '<html lang="fr">' in phone.get(f"{house.base}?lang=fr").body
    for odd in ("", "*", ";;q=x,,", "nl;q=0", "x" * 500):
        page = phone.get("/join?lang=xx", accept_language=odd)
        assert '<html lang="en">' in page.body
    fr = house.joined("police", lang="fr")
    page = fr.get(f"{house.base}/ballot", accept_language="nl")
    assert '<html lang="fr">' in page.body


@pytest.mark.parametrize("lang", LANGS)
def test_no_page_is_larger_than_20_kb(
    make_house: Callable[..., House], lang: str
) -> None:
    criteria = {c.id: c.sensitive for c in read_checklist("brussels").criteria}
    places = tuple(
        Place(letter, "cycle_stand", "ne", 4.35 + n / 100, 50.85)
        for n, letter in enumerate("ABCDEFGHJKLM")
    )
    drawing = "<svg>" + "l12 -3 " * 850 + "</svg>"  # 6 KB
    house = make_house(
        criteria=criteria,
        places=places,
        pictures={("restricted", "ballot"): drawing},
        seats=(Seat("police", True, restricted=True),),
    )
    phone = house.joined("police", "n" * 60, lang)
    sizes = {}
    for n in range(1, len(criteria) + 1):
        page = phone.get(f"{house.base}/ballot?n={n}&lang={lang}")
        assert page.status == 200
        sizes[n] = len(page.body.encode())
    sizes[0] = len(phone.get(f"{house.base}/ballot?all=1&lang={lang}").body.encode())
    assert max(sizes.values()) <= 20 * 1024, max(sizes.items(), key=lambda s: s[1])


def test_a_locked_database_is_said_and_what_was_typed_stays(
    house: House, tmp_path: Path
) -> None:
    phone = house.joined("police")
    house.desk.db = Database(tmp_path, wait_s=0.05)
    with closing(sqlite3.connect(tmp_path / NAME)) as other:
        other.execute("BEGIN IMMEDIATE")
        reply = send(house, phone, "S-04", "3", comment="typed")
        assert reply.status == 503
        assert "Another program holds the data folder" in reply.body
        assert "typed</textarea>" in reply.body
        leave = phone.get(f"{house.base}/leave?lang=nl")
        reply = phone.post(f"{house.base}/leave?lang=nl", {"csrf": leave.csrf})
        assert reply.status == 503
        assert "Een ander programma" in reply.body
    assert rows(house) == []
    assert send(house, phone, "S-04", "3").status == 303


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    desk = Reception(folder=lambda: blocked)
    phone = Phone(Starlette(routes=routes(desk), middleware=middleware(desk)))
    for path in ("/join", "/join/facilitator", "/join/x", "/join/x/y/z"):
        reply = phone.get(path, accept_language="fr")
        assert reply.status == 503
        assert "--data" in reply.body
    assert phone.get("/", cookie="sbd_facilitator=x").status == 303
