"""What Streamlit says by itself is said in the language of the screen."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from sbd.ui.components.page_language import WORDS
from tests.browser.conftest import Opener, Server, settle

#: All texts, names and placeholders of a page, inside components too.
SAID = """() => {
  const found = new Set();
  const look = root => {
    const all = document.createTreeWalker(
      root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let at = all.nextNode(); at; at = all.nextNode()) {
      if (at.nodeType === Node.TEXT_NODE) { found.add(at.nodeValue.trim()); continue; }
      for (const name of ['aria-label', 'placeholder', 'title'])
        if (at.hasAttribute(name)) found.add(at.getAttribute(name).trim());
      if (at.shadowRoot) look(at.shadowRoot);
    }
  };
  look(document.body);
  return [...found];
}"""
UPLOAD = "[data-testid=stFileUploader] button"
WHOLE = {w for w in WORDS if not w.endswith(" ")}
BEGIN = tuple(w for w in WORDS if w.endswith(" "))


def english(page: Page) -> list[str]:
    settle(page)
    said: list[str] = page.evaluate(SAID)
    return [s for s in said if s in WHOLE or s.startswith(BEGIN)]


def test_no_page_speaks_english(server: Server, open_page: Opener) -> None:
    page = open_page(f"{server.url}/?lang=fr")
    expect(page.locator(UPLOAD)).to_contain_text("Choisir un fichier")
    assert english(page) == []
    for name in ("Constats", "Concertation", "Rapport"):
        page.get_by_role("link", name=name, exact=True).click()
        assert english(page) == []
    page.get_by_role("link", name="Plan", exact=True).click()
    page.locator(".st-key-lang").get_by_text("NL", exact=True).click()
    expect(page.locator(UPLOAD)).to_contain_text("Bestand kiezen")
    assert english(page) == []


def test_names_of_criteria_are_read_out_without_marks(
    server: Server, open_page: Opener
) -> None:
    page = open_page(f"{server.url}/review?lang=fr")
    settle(page)
    labels = page.locator("input[type=checkbox]").evaluate_all(
        "all => all.map(e => e.getAttribute('aria-label') || '')"
    )
    assert labels
    assert [label for label in labels if "\\" in label] == []
