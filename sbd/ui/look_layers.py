"""Rules for the panel of layers; see `sbd.ui.look`."""

from __future__ import annotations

_ROW = '[class*="st-key-grprow_"]'
_CELL = '[data-testid="stElementContainer"]'

LAYERS_CSS = f"""
{_ROW}{{border-top:1px solid var(--rule);padding:.45rem .3rem;gap:.35rem .7rem}}
{_ROW}>{_CELL}:has([data-testid="stHtml"]){{flex:1 1 15rem!important;min-width:0}}
{_ROW}>{_CELL}:has([data-testid="stSelectbox"]){{flex:1 1 11rem!important;min-width:0}}
{_ROW}>{_CELL}:has([data-testid="stButton"]){{flex:none!important}}
{_ROW} [data-testid="stCheckbox"] label{{min-width:40px;min-height:40px;
 align-items:center;justify-content:center}}
.st-key-grpbar>{_CELL}:has([data-testid="stSelectbox"]){{flex:1 1 11rem!important}}
.grp{{display:flex;gap:.6rem;align-items:center}}
.grp img{{flex:none;border:1px solid var(--edge);border-radius:6px;display:block}}
.grp>div{{min-width:0;line-height:1.25;overflow-wrap:anywhere}}
.grp span{{display:block;color:var(--ink2);font-size:.9rem}}
.grp .open{{color:var(--ink);font-weight:650}}
"""
