"""A person joins by phone, answers, changes, contests and leaves."""

from __future__ import annotations

from tests.server.conftest import House


def test_a_code_leads_to_the_ballot_and_an_answer_is_kept(house: House) -> None:
    phone = house.phone()
    form = phone.get("/join")
    typed = f"{house.meeting.code[:3].lower()} {house.meeting.code[3:]}"
    reply = phone.post("/join", {"csrf": form.csrf, "code": typed})
    assert reply.status == 303
    assert reply.header("location").startswith(house.base)
    form = phone.get(house.base)
    person = {"discipline": "police", "name": "Ann", "lang": "en"}
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
    with house.desk.db.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT answer, comment, lon, lat FROM ratings"
        ).all()
    assert rows == [("3", "solid", 4.36, 50.86)]
