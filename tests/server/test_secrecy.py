"""Nobody sees, sends or breaks what is somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest

from sbd.checklists.read import read_checklist
from sbd.locale import LANGS, text
from sbd.reviews.ballots import revealed
from sbd.reviews.decisions import rate_again, reveal
from sbd.reviews.people import people
from sbd.reviews.records import Seat
from sbd.reviews.sessions import close_session, grant, open_session, session
from sbd.server.throttle import FREE, WINDOW_S
from tests.reviews.test_sessions import opening
from tests.server.conftest import House
from tests.server.steps import every_page, rows, send

#: Text that would act as HTML, script, formula or change of direction.
NASTY = "=1+1\"'><script>alert(1)</script><img src=x onerror=alert(1)>\u202eabc 🦊 é"


@pytest.mark.parametrize("csrf", [None, "", "x", "theirs"])
def test_a_form_that_was_not_made_for_the_sender_is_refused(
    house: House, csrf: str | None
) -> None:
    phone, other = house.joined("police"), house.joined("residents")
    theirs = other.get(f"{house.base}/ballot").csrf
    fields = {"criterion": "S-04", "answer": "3", "discipline": "police", "code": "x"}
    if csrf is not None:
        fields["csrf"] = theirs if csrf == "theirs" else csrf
    for path in ("/ballot", "/contest", "/leave", ""):
        reply = phone.post(f"{house.base}{path}", fields)
        assert reply.status == 403, path
        assert 'role="alert"' in reply.body
    for path in ("/join", "/join/facilitator", house.base):
        assert house.phone().post(path, fields).status == 403, path
    assert rows(house) == []
    assert len(people(house.desk.db, house.meeting.id)) == 2


def test_a_form_from_another_page_is_refused(house: House) -> None:
    phone = house.joined("police")
    page = phone.get(f"{house.base}/ballot")
    fields = {"csrf": page.csrf, "criterion": "S-04", "answer": "3"}
    for origin in ("http://evil.example", "null", f"http://{phone.server}:9999"):
        reply = phone.post(f"{house.base}/ballot", fields, origin=origin)
        assert reply.status == 421
    assert rows(house) == []


def test_forms_are_bounded(house: House) -> None:
    phone = house.joined("police")
    page = phone.get(f"{house.base}/ballot")
    fields = {"csrf": page.csrf, "criterion": "S-04", "answer": "3"}
    path = f"{house.base}/ballot"
    assert phone.post(path, {**fields, "comment": "x" * 70_000}).status == 413
    assert phone.post(path, {f"f{n}": "" for n in range(50)}).status == 400
    assert phone.post(path, fields, content_type="text/plain").status == 415
    headers = {"content_type": "application/x-www-form-urlencoded"}
    odd = b"csrf=%ff%fe&criterion=S-04&answer=3"
    assert phone.send("POST", path, headers=headers, body=odd).status == 400
    assert rows(house) == []


def test_nobody_answers_for_somebody_else(house: House) -> None:
    officer = house.joined("police")
    page = officer.get(f"{house.base}/ballot")
    fields = {"csrf": page.csrf, "criterion": "S-04", "answer": "3"}
    stranger = house.phone()
    reply = stranger.post(f"{house.base}/ballot", fields)
    assert (reply.status, rows(house)) == (303, [])
    assert "/ballot" not in reply.header("location")
    other = open_session(house.desk.db, "f" * 16, "Other", opening())
    key = officer.jar[house.base, "sbd_person"]
    cookie = f"sbd_person={key}"
    path = f"/join/{other.token}/ballot"
    assert officer.post(path, fields, cookie=cookie).status == 303
    assert officer.get(path, cookie=cookie).status == 303
    resident = house.joined("residents")
    reply = send(house, resident, "G-04", "0")  # sensitive: not asked of residents
    assert (reply.status, rows(house)) == (422, [])


def test_wrong_tokens_and_codes_look_alike(house: House) -> None:
    close_session(house.desk.db, house.meeting.id)
    phone = house.phone()
    form = phone.get("/join?lang=en")
    wrong = [
        phone.get(f"/join/{token}{path}?lang=en")
        for token in ("x", "y" * 22, house.meeting.id, house.meeting.code)
        for path in ("", "/ballot", "/leave")
    ]
    for code in ("", "ZZZZZZ", house.meeting.code, "%", "' OR 1=1 --"):
        wrong.append(phone.post("/join?lang=en", {"csrf": form.csrf, "code": code}))
    assert {r.status for r in wrong} == {404}
    assert len({r.body for r in wrong}) == 1
    assert "leads to no session" in wrong[0].body


def test_no_request_shows_what_others_answered(house: House) -> None:
    officer, resident = house.joined("police", "Secretname"), house.joined("residents")
    send(house, officer, "S-04", "0", comment="Secretcomment", place="B")
    before = every_page(house, resident)
    reveal(house.desk.db, house.meeting.id, ["S-04"])
    after = every_page(house, resident)
    close_session(house.desk.db, house.meeting.id)
    for seen in (before, after, every_page(house, resident)):
        assert "Secret" not in seen
        assert 'value="B" selected' not in seen
        assert " checked" not in seen
        assert "0 insufficient" not in seen
    assert every_page(house, house.phone()).count("Secret") == 0


def test_before_the_reveal_pages_of_others_stay_the_same_to_the_letter(
    house: House,
) -> None:
    resident, _ = house.joined("residents"), house.joined("police")
    officer = house.joined("police")
    before = every_page(house, resident)
    send(house, officer, "S-04", "0", comment="x")
    assert every_page(house, resident) == before


def test_to_say_police_is_not_enough_to_see_what_is_sensitive(house: House) -> None:
    phone = house.phone()
    form = phone.get(house.base)
    fields = {"csrf": form.csrf, "discipline": "police", "name": "", "lang": "en"}
    for pin in ("", "000000", "police"):
        reply = phone.post(house.base, {**fields, "pin": pin})
        assert reply.status == 422
        assert text("nl", "ballot.pin.wrong") in unescape(reply.body)
    fields["pin"] = house.desk.keys.restricted_code(house.meeting.id)
    assert phone.post(house.base, fields).status == 303


def test_the_code_of_a_discipline_cannot_be_guessed_by_many(house: House) -> None:
    """Twenty wrong ones in a minute, and not even the right one is looked at."""
    phone = house.phone()
    form = phone.get(house.base)
    fields = {"csrf": form.csrf, "discipline": "police", "name": "", "lang": "en"}
    for guess in range(FREE):
        phone.post(house.base, {**fields, "pin": f"x{guess}"})
    fields["pin"] = house.desk.keys.restricted_code(house.meeting.id)
    reply = phone.post(house.base, fields)
    assert reply.status == 422
    assert text("nl", "ballot.pin.locked") in unescape(reply.body)
    house.clock.now += WINDOW_S
    assert phone.post(house.base, fields).status == 303


def test_changing_to_police_needs_the_code_too(house: House) -> None:
    phone = house.joined("residents")
    form = phone.get(f"{house.base}?change=1")
    fields = {"csrf": form.csrf, "discipline": "police", "name": "", "lang": "en"}
    assert phone.post(house.base, fields).status == 422
    title = house.desk.checklist.criterion("G-04").title
    assert title.en not in phone.get(f"{house.base}/ballot?all=1&lang=en").body


def test_who_joined_before_a_grant_gives_the_code_first(house: House) -> None:
    grant(house.desk.db, house.meeting.id, Seat("police", True, restricted=False))
    officer = house.joined("police")
    grant(house.desk.db, house.meeting.id, Seat("police", True, restricted=True))
    title = house.desk.checklist.criterion("G-04").title.en
    listed = f"{house.base}/ballot?all=1&lang=en"
    assert title not in every_page(house, officer)
    assert "public%3C/svg" in officer.get(f"{house.base}/ballot").body
    assert send(house, officer, "G-04", "0").status == 422
    form = officer.get(listed)
    assert text("en", "ballot.more") in form.body
    for criterion in ("S-02", "G-04"):
        fields = {"csrf": form.csrf, "criterion": criterion}
        assert officer.post(f"{house.base}/contest", fields).status == 422
    form = officer.get(f"{house.base}?change=1")
    fields = {"csrf": form.csrf, "discipline": "police", "name": "", "lang": "en"}
    assert officer.post(house.base, {**fields, "pin": "1"}).status == 422
    assert officer.post(house.base, fields).status == 303
    assert title not in officer.get(listed).body
    fields["pin"] = house.desk.keys.restricted_code(house.meeting.id)
    assert officer.post(house.base, fields).status == 303
    page = officer.get(listed).body
    assert title in page
    assert text("en", "ballot.more") not in page
    assert send(house, officer, "G-04", "0").status == 303


def test_sensitive_titles_and_pictures_are_for_those_granted(house: House) -> None:
    granted, other = house.joined("police"), house.joined("residents")
    title = next(c for c in read_checklist("brussels").criteria if c.id == "S-02").title
    assert title.en in granted.get(f"{house.base}/ballot?all=1&lang=en").body
    assert title.en not in every_page(house, other)
    assert "restricted%3C/svg" in granted.get(f"{house.base}/ballot").body
    assert "public%3C/svg" in other.get(f"{house.base}/ballot").body
    page = other.get(f"{house.base}/ballot?all=1")
    reply = other.post(
        f"{house.base}/contest", {"csrf": page.csrf, "criterion": "S-02"}
    )
    assert reply.status == 422
    assert session(house.desk.db, house.meeting.id).item("S-02") is None


@pytest.mark.parametrize("lang", LANGS)
def test_what_people_write_is_only_text(house: House, lang: str) -> None:
    phone = house.joined("police", NASTY, lang)
    send(house, phone, "S-04", "2", comment=f"</textarea>{NASTY}")
    reveal(house.desk.db, house.meeting.id, ["S-04"])
    rate_again(house.desk.db, house.meeting.id, "S-04")
    seen = every_page(house, phone)
    reveal(house.desk.db, house.meeting.id, ["S-04"])
    seen += every_page(house, phone)
    assert "<script" not in seen
    assert "<img src=x" not in seen
    assert "</textarea>=" not in seen
    assert "&lt;script&gt;" in seen
    assert "🦊" in seen
    given = revealed(house.desk.db, house.meeting.id)
    assert given[0].comment == f"</textarea>{NASTY}"


def test_the_heading_of_the_meeting_is_only_text(
    make_house: Callable[..., House],
) -> None:
    house = make_house(title=NASTY)
    page = house.joined("police").get(f"{house.base}/ballot").body
    assert "<script" not in page
    assert "<bdi>=1+1&quot;" in page
