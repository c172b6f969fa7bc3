"""What people do with their phones, and what is kept of it."""

from __future__ import annotations

import json

from sbd.locale import LANGS
from tests.server.conftest import House
from tests.server.phone import Phone, Reply


def send(house: House, phone: Phone, criterion: str, answer: str, **more: str) -> Reply:
    """Send an answer, from a form that was made for this phone."""
    form = phone.get(f"{house.base}?change=1")
    fields = {"csrf": form.csrf, "criterion": criterion, "answer": answer, **more}
    return phone.post(f"{house.base}/ballot?lang=en", fields)


def rows(house: House) -> list[tuple[object, ...]]:
    """Return every answer ever kept: discipline, criterion, answer, comment, lon."""
    with house.desk.db.reading() as connection:
        query = "SELECT discipline, criterion, answer, comment, lon FROM ratings"
        found = connection.exec_driver_sql(query).all()
    return [tuple(r) for r in found]


def every_page(house: House, phone: Phone) -> str:
    """Return all that a phone can get, in all languages."""
    paths = ["", "/ballot", "/leave", "/contest", "?change=1", "/ballot?all=1"]
    paths += [f"/ballot?n={n}" for n in range(-1, 6)]
    paths += ["/ballot?saved=1", "/ballot?n=1&contested=1", "/ballot?n=x&saved=99999"]
    found = []
    for path in paths:
        for lang in LANGS:
            mark = "&" if "?" in path else "?"
            reply = phone.get(f"{house.base}{path}{mark}lang={lang}")
            found += [reply.body, json.dumps(reply.headers)]
    return "\n".join(found)
