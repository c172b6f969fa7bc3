"""A large assessment as a page: every criterion, every letter of what was said."""

from __future__ import annotations

import pytest

from sbd.exports.html import html_page
from sbd.views.offline import check_closed
from tests.exports.test_html import Reader, squeezed
from tests.exports.test_xlsx_large import COMMENTS, IDS, NAME, large


@pytest.fixture(scope="module")
def page() -> str:
    return html_page(large())


@pytest.fixture(scope="module")
def read(page: str) -> Reader:
    return Reader(page)


def test_every_criterion_has_a_place_of_its_own(read: Reader) -> None:
    ids = [str(attrs["id"]) for _, attrs in read.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    for one in IDS:
        assert sum(i.endswith(one) for i in ids) == 1, one


def test_every_comment_stands_whole(read: Reader) -> None:
    said = squeezed(read.text)
    for comment in COMMENTS:
        assert squeezed(comment) in said


def test_the_name_of_the_site_is_text(read: Reader) -> None:
    assert NAME in read.text


def test_the_page_is_closed(page: str) -> None:
    check_closed(page)
