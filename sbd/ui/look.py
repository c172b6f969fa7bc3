"""Rules on Streamlit's own markup: test ids and ``st-key-*`` classes only.

Generated class names change with every release of Streamlit and are never used.
"""

from __future__ import annotations

#: Height that list, map and detail share, by page: what the screen leaves them.
STREAMLIT_CSS = """
@media(max-width:1500px){html{font-size:15px!important}}
[data-testid="stHeader"]{border-bottom:1px solid var(--rule);background:#fff}
[data-testid="stMainBlockContainer"]{padding:4.6rem 1.6rem .6rem}
[data-testid="stFileUploaderDropzoneInstructions"]{display:none}
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
.st-key-fit{--fit:max(20rem,calc(100vh - 25.5rem))}
.st-key-fitp{--fit:max(20rem,calc(100vh - 9.5rem))}
[class*="st-key-fit"] iframe{height:var(--fit)!important;
 border:1px solid var(--edge);border-radius:6px}
[data-testid="stLayoutWrapper"]:has(>.st-key-critbox),
[data-testid="stLayoutWrapper"]:has(>.st-key-det),.st-key-critbox,.st-key-det{
 height:var(--fit)!important;max-height:none!important;flex:none!important}
.st-key-critbox{padding:0}
[data-testid="stLayoutWrapper"]:has(>.st-key-questions),.st-key-questions{
 height:max(12rem,calc(100vh - 26rem))!important;max-height:none!important;
 flex:none!important}
[data-testid="stLayoutWrapper"]:has(>.st-key-recognised),.st-key-recognised{
 height:max(20rem,calc(100vh - 11.5rem))!important;max-height:none!important;
 flex:none!important}
.ask{line-height:1.2}
[class*="st-key-q_declare"]{width:auto!important;flex:none!important}
.note{color:var(--ink2);font-size:.9rem;line-height:1.35;margin:0}
.files{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.files span{font-weight:400;color:var(--ink2)}
.foot{display:flex;justify-content:space-between;gap:.3rem 2rem;flex-wrap:wrap}
.foot>span{color:var(--ink2);font-size:.9rem}
"""
