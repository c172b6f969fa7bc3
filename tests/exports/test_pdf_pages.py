"""The pages of the PDF: filled, and broken where a reader would break them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from sbd.assessment import assess
from sbd.checklists.read import read_checklist
from sbd.exports.material import Material
from sbd.exports.pdf import write_pdf
from sbd.plans.read import read_plan
from sbd.reviews.read import read_ratings
from sbd.ui.demo import demo_plan, demo_ratings
from sbd.views.report.model import Report
from tests.exports.pdf_reader import need_poppler

_PAGE = re.compile(r"<page .*?</page>", re.DOTALL)
_WORD = re.compile(r'yMin="[\d.]+" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)<')
#: Where the foot begins. [pt]
_FOOT = 793.0
Made = tuple[Path, Report]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return the demo's restricted report in French, the longest, and what it says."""
    need_poppler()
    checklist = read_checklist("brussels")
    plan = read_plan([demo_plan("a")])
    ratings = read_ratings(demo_ratings("a"))
    found = assess(plan, checklist, ratings, date="2026-11-22", edition="restricted")
    path = tmp_path_factory.mktemp("pages") / "demo.pdf"
    material = Material(found, plan, checklist, "fr")
    write_pdf(material, path)
    return path, material.report("fr")


def printed(path: Path, *options: str) -> str:
    done = subprocess.run(
        ["pdftotext", *options, str(path), "-"], capture_output=True, check=True
    )
    return done.stdout.decode()


def pages(path: Path) -> list[str]:
    return printed(path, "-layout").split("\f")[:-1]


def ends(path: Path) -> list[float]:
    """Return how far down each page its last words are. [1]"""
    found = []
    for page in _PAGE.findall(printed(path, "-bbox")):
        lows = [float(y) for y, _ in _WORD.findall(page) if float(y) < _FOOT]
        found.append(max(lows) / _FOOT)
    return found


def test_report_is_at_least_twelve_pages_shorter_than_a_page_per_criterion(
    made: Made,
) -> None:
    assert len(pages(made[0])) <= 56


def test_only_ends_of_chapters_are_half_empty(made: Made) -> None:
    book, said = made
    chapters = {said.labels[name] for name in ("legal", "map_heading", "tensions")}
    chapters |= {one.name for one in said.dimensions}
    opened = [
        n
        for n, page in enumerate(pages(book))
        if chapters & {line.strip() for line in page.splitlines()[:6]}
    ]
    assert len(opened) == len(chapters)
    last = {n - 1 for n in opened} | {len(pages(book)) - 1}
    low = [n + 1 for n, end in enumerate(ends(book)) if end < 0.5 and n not in last]
    assert low == []


def test_head_question_and_reason_of_a_criterion_share_a_page(made: Made) -> None:
    book, said = made
    all_pages = [re.sub(r"\s+", "", page) for page in pages(book)]
    reason = said.labels["reason"]
    for one in said.criteria:
        head = re.sub(r"\s+", "", f"{one.id} · {one.title}{one.question[:40]}")
        (page,) = [page for page in all_pages if head in page]
        assert reason in page[page.index(head) :], one.id
