"""Rules of the page *Report*: the checks, and the first page as a sheet."""

from __future__ import annotations

import json

REPORT_CSS = """
.before{display:flex;gap:.8rem;padding:.45rem 0;border-bottom:1px solid var(--rule)}
.before p{margin:0;font-size:1rem;line-height:1.35}
.before i{flex:none;width:1.7rem;height:1.7rem;border-radius:.25rem;font-style:normal;
 font-weight:700;display:inline-flex;align-items:center;justify-content:center;
 border:2px solid var(--ink);background:#fff;color:var(--ink)}
.before .id{white-space:nowrap}
.before.error i{background:var(--ink);color:#fff}
.before.info i{border-radius:50%;border-color:var(--edge)}
.st-key-formats label p{white-space:normal}
.st-key-formats label>div:last-child,.st-key-formats label [data-testid="stMarkdown"],
.st-key-formats label [data-testid="stMarkdownContainer"]{overflow:visible;
 white-space:normal}
img.sheet{display:block;width:100%;height:auto;border:1px solid var(--edge);
 box-shadow:0 2px 10px rgba(16,24,32,.18)}
"""


def failed_download(words: str) -> str:
    """Return rules that say in words of ours that a download failed.

    Streamlit says it in English only, whatever the page's language.
    """
    said = json.dumps(words, ensure_ascii=False)
    error = '[data-testid="stDownloadButtonError"]'
    return f"{error}{{font-size:0}}{error}::after{{font-size:1rem;content:{said}}}"
