"""Printed, each discipline has exactly one page, whatever the language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from sbd.checklists.lists import read_lists
from sbd.checklists.read import read_checklist
from sbd.exports.paper import paper_page
from sbd.reviews.records import Place
from sbd.views.paper import PaperSheet, paper_picture
from tests.views.sample_plan import sample_plan

pytestmark = pytest.mark.browser
PLACES = [Place(c, "bench", "n", 4.35, 50.85) for c in "ABCDEFGHIJKL"]
#: Words that a row or a page is too small for.
CUT = """() => [...document.querySelectorAll('.sheet, .asked div, .how')]
  .filter(e => e.scrollHeight > e.clientHeight + 1).length"""


@pytest.mark.parametrize("lang", ["nl", "fr", "en"])
@pytest.mark.parametrize("which", ["judged", "all", "three"])
def test_one_page_each(
    chromium: Browser, tmp_path: Path, lang: str, which: str
) -> None:
    criteria = read_checklist("brussels").criteria
    asked = {
        "judged": [c for c in criteria if not c.measured],
        "all": list(criteria),
        "three": list(criteria[:3]),
    }[which]
    sheets = [
        PaperSheet("Vlierplein", "2026-01-31", d, asked, PLACES, "restricted")
        for d in read_lists().disciplines
    ]
    picture = paper_picture(sample_plan(), PLACES, lang)
    path = tmp_path / "paper.html"
    path.write_text(paper_page(sheets, {"restricted": picture}, lang), "utf-8")
    page = chromium.new_page()
    page.goto(path.as_uri())
    assert page.evaluate(CUT) == 0
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == len(sheets)
    sizes = set(re.findall(rb"/MediaBox\s*\[([^\]]*)\]", printed))
    (width, height) = (float(n) for n in sizes.pop().split()[2:])
    assert (width, height) == pytest.approx((595.3, 841.9), abs=1)  # A4, in points
    assert not sizes
