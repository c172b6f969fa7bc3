"""Rules on Streamlit's own markup: test ids and ``st-key-*`` classes only.

Generated class names change with every release of Streamlit and are never used.
"""

from __future__ import annotations

from sbd.ui.look_fill import FILL_CSS
from sbd.ui.look_layers import LAYERS_CSS
from sbd.ui.look_report import REPORT_CSS
from sbd.ui.look_review import REVIEW_CSS

_WRAPPER = '[data-testid="stLayoutWrapper"]'
_BLOCK = '[data-testid="stVerticalBlock"]'
_PAGE = '[data-testid="stMainBlockContainer"]:has([class*="st-key-fit"])'
_COLUMNS = f'[class*="st-key-fit"]>{_WRAPPER}>[data-testid="stHorizontalBlock"]'
_PANELS = ("critbox", "det", "questions", "recognised", "panel")
_WRAPPERS = ",".join(f"{_WRAPPER}:has(>.st-key-{p})" for p in _PANELS)

#: List, map and detail take the height that the screen leaves them, so that a page
#: fits without scrolling; below a least height the page scrolls.
_FIT = f"""
@media(min-width:641px){{
{_PAGE}{{height:100vh;min-height:40rem;display:flex;flex-direction:column}}
{_WRAPPER}:has(>[class*="st-key-fit"]),[class*="st-key-fit"]>{_WRAPPER}{{
 flex:1 1 0;min-height:0}}
{_COLUMNS}{{height:100%;min-height:0}}
{_COLUMNS}>[data-testid="stColumn"]{{display:flex;height:100%;min-height:0;
 flex-direction:column}}
{_COLUMNS}>[data-testid="stColumn"]>{_BLOCK}{{min-height:0}}
{_WRAPPERS}{{flex:1 1 0!important;min-height:0;height:auto!important}}
{_WRAPPER}:has(>.st-key-questions){{min-height:9rem}}
{_PAGE} {_WRAPPER}:has(>.st-key-top){{flex:none}}
{_PAGE} .st-key-top{{height:auto}}
{",".join(f".st-key-{p}" for p in _PANELS)}{{height:100%!important}}
[data-testid="stElementContainer"]:has(iframe[title^="streamlit_folium"]){{
 flex:1 1 0;min-height:0}}
[data-testid="stElementContainer"]>div:has(>iframe[title^="streamlit_folium"]){{
 height:100%}}
iframe[title^="streamlit_folium"]{{height:100%!important}}
{_WRAPPER}:has(>.st-key-board){{flex:1 1 0!important;min-height:0}}
.st-key-board{{height:100%!important}}
.st-key-board>[data-testid="stElementContainer"]{{flex:1 1 0;min-height:0}}
}}
iframe[title^="streamlit_folium"]{{border:1px solid var(--edge);border-radius:6px}}
"""

_BARS = """
@media(max-width:1500px){html{font-size:15px!important}}
[data-testid="stHeader"]{border-bottom:1px solid var(--rule);background:#fff}
[data-testid="stMainBlockContainer"]{padding:4.6rem 1.6rem .6rem}
[data-testid="stFileUploaderDropzoneInstructions"]{display:none}
[data-testid="stSelectbox"] button{min-width:40px}
[data-testid="stStatusWidget"]{position:fixed;right:1rem;bottom:1rem;top:auto}
[data-testid="stElementContainer"]:has(.site),
[data-testid="stElementContainer"]:has(>[data-testid="stHtml"]>style),
.st-key-sbd_page_language{position:absolute!important;height:0}
.site{position:fixed;top:0;height:3.75rem;right:11.5rem;z-index:1000000;
 align-items:center;display:flex;gap:.9rem;white-space:nowrap;max-width:52vw;
 pointer-events:none}
.site h1{font-size:1.15rem;font-weight:700;margin:0;padding:0;line-height:1.2;
 overflow:hidden;text-overflow:ellipsis}
.site>span{color:var(--ink2)}
.site .tag.lock{color:#fff}
.st-key-lang{position:fixed;top:.55rem;right:1.2rem;z-index:1000000;width:auto}
.st-key-critbox{padding:0}
.st-key-det,.st-key-det [data-testid="stForm"] [data-testid="stVerticalBlock"]{
 gap:.6rem}
.st-key-det .pull{margin:0}
.ask{line-height:1.2}
[class*="st-key-q_place_"] [data-testid="stNumberInputStepDown"],
[class*="st-key-q_place_"] [data-testid="stNumberInputStepUp"]{display:none}
[class*="st-key-q_row_"]{flex-wrap:nowrap!important;gap:.6rem}
[class*="st-key-q_row_"]>[data-testid="stElementContainer"]:first-child{
 flex:1 1 0!important;min-width:0;width:auto!important}
[class*="st-key-q_declare"]{width:auto!important;flex:none!important}
.note{color:var(--ink2);font-size:.9rem;line-height:1.35;margin:0}
.files{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.files span{font-weight:400;color:var(--ink2)}
.st-key-top{gap:.5rem;flex:none}
.st-key-top>[data-testid="stElementContainer"]{width:auto!important;flex:none}
.st-key-top>[data-testid="stElementContainer"]:has(.files){flex:1 1 0!important;
 min-width:8rem}
.st-key-top .files{margin:0;padding:0;font-size:1rem}
.saved{font-weight:600}
ol.hist{margin:0;padding:0 0 0 2.6em;max-height:20rem;overflow:auto}
ol.hist small{color:var(--ink2)}
[data-testid="stHtml"] ul.lg{margin:0;padding:0}
[data-testid="stHtml"] ul.lg li{margin:0}
.foot{display:flex;justify-content:space-between;gap:.3rem 2rem;flex-wrap:wrap}
.foot>span{color:var(--ink2);font-size:.9rem}
"""

STREAMLIT_CSS = _BARS + _FIT + LAYERS_CSS + FILL_CSS + REVIEW_CSS + REPORT_CSS
