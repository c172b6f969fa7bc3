"""From the demo to files: chosen, downloaded, opened by other programs."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, Opener, Server, settle, start_server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return an app as a newcomer starts it: on the demo."""
    running = start_server(tmp_path_factory.mktemp("demo"))
    yield running
    running.stop()
    log = running.log.read_text("utf-8")
    assert "Traceback" not in log, log


def test_from_the_demo_to_a_french_pdf_and_every_format(
    demo: Server, open_page: Opener, tmp_path: Path
) -> None:
    page = open_page(demo.url, LAPTOP, locale="fr-BE")
    page.get_by_role("link", name="Rapport").click()
    expect(page.locator("img.sheet")).to_be_visible(timeout=90_000)
    with page.expect_download() as got:
        page.get_by_role("button", name="Télécharger · 1").click()
    assert got.value.suggested_filename.endswith(".pdf")
    assert "-public-" in got.value.suggested_filename
    pdf = Path(got.value.path()).read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert b"/Lang (fr)" in pdf or b"/Lang(fr)" in pdf

    page.get_by_text("Diffusion restreinte", exact=True).last.click()
    settle(page)
    for name in ("DOCX", "XLSX", "GPKG", "HTML", "JSON", "CSV"):
        page.locator(".st-key-formats label", has_text=name).click()
        settle(page)
    with page.expect_download(timeout=90_000) as got:
        page.get_by_role("button", name="Télécharger · 7").click()
    assert_all_open(Path(got.value.path()), tmp_path)

    page.get_by_role("button", name="S-04").click()
    expect(page.locator(".st-key-det h2")).to_contain_text("S-04")


def assert_all_open(packed: Path, folder: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        found = {Path(n).name.split(".", 1)[1]: n for n in archive.namelist()}
        assert set(found) == {
            *("pdf", "docx", "xlsx", "gpkg", "html", "sbd.json", "csv.zip")
        }
        archive.extractall(folder)
    document = json.loads((folder / found["sbd.json"]).read_text("utf-8"))
    assert document["edition"] == "restricted"
    assert len(document["criteria"]) == 60
    paragraphs = docx.Document(str(folder / found["docx"])).paragraphs
    assert any("Vlierplein" in p.text for p in paragraphs)
    assert len(openpyxl.load_workbook(folder / found["xlsx"]).sheetnames) > 5
    with sqlite3.connect(folder / found["gpkg"]) as layers:
        (count,) = layers.execute("SELECT count(*) FROM criteria").fetchone()
    assert count == 60
    tables = zipfile.ZipFile(io.BytesIO((folder / found["csv.zip"]).read_bytes()))
    assert any(n.endswith(".csv") for n in tables.namelist())
    assert "<html" in (folder / found["html"]).read_text("utf-8")
