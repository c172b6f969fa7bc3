"""The stylesheet of our own components, one for the app and for standalone files."""

from __future__ import annotations

from functools import cache

from sbd.views.action_list import ACTIONS_CSS
from sbd.views.actor_matrix import MATRIX_CSS
from sbd.views.palette import (
    BRAND,
    EDGE,
    HATCH,
    INK,
    INK_2,
    LEVELS,
    LOCK,
    PANEL,
    PICK,
    RULE,
    SIGNAL,
    TRACK,
)
from sbd.views.symbols import symbol_css

_HATCH = f"repeating-linear-gradient(135deg,{HATCH} 0 1.5px,transparent 1.5px 7px)"


@cache
def stylesheet() -> str:
    """Return the rules, to be put into one ``<style>`` element.

    Sizes are in rem, so that one root size makes everything fit a wall or a laptop.
    """
    levels = "".join(
        f".l{n}{{background:{fill};color:{digit}}}"
        for n, (fill, digit) in enumerate(LEVELS)
    )
    rules = _RULES.replace("HATCHED", _HATCH).replace("LEVELS", levels)
    return f":root{{{_TOKENS}}}{symbol_css()}{rules}{ACTIONS_CSS}{MATRIX_CSS}"


_TOKENS = (
    f"--ink:{INK};--ink2:{INK_2};--rule:{RULE};--edge:{EDGE};--brand:{BRAND};"
    f"--sig:{SIGNAL};--pick:{PICK};--lock:{LOCK};--panel:{PANEL};--track:{TRACK}"
)

_RULES = """
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
 white-space:nowrap}
.chip{display:inline-flex;align-items:center;justify-content:center;width:1.75em;
 height:1.75em;border-radius:.35em;font-weight:700;border:1.5px solid var(--ink);
 flex:none;font-variant-numeric:tabular-nums;print-color-adjust:exact}
.cw{margin-left:.45em;font-weight:600}
LEVELS
.unk{background:#fff HATCHED;color:var(--ink);border-style:dashed;
 text-shadow:0 0 3px #fff,0 0 3px #fff,0 0 4px #fff}
.na{background:#fff;color:var(--ink2);border-color:var(--edge)}
.held{background:var(--lock);color:#fff}
.tag{display:inline-flex;gap:.35em;align-items:center;border:1.5px solid currentColor;
 border-radius:.3em;padding:.05em .5em;font-size:.85rem;font-weight:600;
 color:var(--ink)}
.tag.lock{color:#fff;background:var(--lock);border-color:var(--lock)}
.verdict{font-size:clamp(1.9rem,2.45vw,2.7rem);line-height:1.1;font-weight:700;
 letter-spacing:-.01em}
.verdict.low{color:var(--sig)}
.unsure{font-size:1.05rem;color:var(--ink2);margin-top:.3rem}
.facts{display:flex;gap:.1rem 2rem;margin:.5rem 0;font-size:1.1rem;flex-wrap:wrap}
.facts b{font-variant-numeric:tabular-nums}
.bal{display:grid;grid-template-columns:max-content 1fr max-content;gap:.55rem 1.3rem;
 align-items:center;position:relative}
.bn{grid-column:1;font-size:1.75rem;line-height:1;display:flex;align-items:center;
 gap:.6rem}
.bn b{font-weight:600}
.bn .dim{font-size:1.35em;color:#fff;background:var(--ink);border-radius:.22em;
 padding:.13em;display:inline-flex;print-color-adjust:exact}
.bt{grid-column:2;position:relative;height:2.5rem;background:var(--track);
 border-radius:3px;print-color-adjust:exact}
.bt.unk{background:#fff HATCHED;border:1.5px dashed var(--ink)}
.bt .sure{position:absolute;inset:0 auto 0 0;background:var(--brand);
 border-radius:3px 0 0 3px}
.bt.low .sure{background:var(--sig)}
.bt .maybe{position:absolute;top:0;bottom:0;background:repeating-linear-gradient(
 135deg,var(--brand) 0 3px,#fff 3px 9px);box-shadow:inset 0 0 0 2px var(--brand)}
.bt.low .maybe{background:repeating-linear-gradient(135deg,var(--sig) 0 3px,#fff 3px
 9px);box-shadow:inset 0 0 0 2px var(--sig)}
.bt .tick{position:absolute;top:-.25rem;bottom:-.25rem;width:.45rem;
 margin-left:-.22rem;background:var(--ink);outline:2px solid #fff;border-radius:2px;
 z-index:3}
.bt em{position:absolute;top:50%;transform:translateY(-50%);font-style:normal;
 font-weight:700;color:var(--sig);font-size:1.25rem;white-space:nowrap;background:#fff;
 padding:.1em .4em;border-radius:4px;z-index:4;margin-left:.6rem}
.bt em .sy{margin-right:.15em}
.bs{grid-column:3;display:flex;align-items:center;gap:.6rem;min-width:9.6rem;
 font-variant-numeric:tabular-nums}
.bs b{font-size:3.4rem;line-height:.9;font-weight:700;min-width:1.15em;
 text-align:right}
.bs.low b{color:var(--sig)}
.bs span{font-size:1.15rem;line-height:1.15;color:var(--ink2)}
.bs u{display:block;text-decoration:none;color:var(--ink);font-weight:650}
.bl{grid-column:2;grid-row:1/4;align-self:stretch;position:relative;
 pointer-events:none;z-index:2}
.bl i{position:absolute;top:-.5rem;bottom:-.5rem;width:5px;margin-left:-2.5px;
 background:repeating-linear-gradient(var(--ink) 0 12px,#fff 12px 17px);
 outline:3px solid #fff;print-color-adjust:exact}
.bx{grid-column:2;grid-row:4;color:var(--ink);position:relative;height:1.4rem}
.bx .ln{position:absolute;transform:translateX(-50%);white-space:nowrap;
 font-weight:600;font-size:1rem}
.bx .z,.bx .h{position:absolute;color:var(--ink2);font-size:.95rem}
.bx .h{right:0}
.bx .ln.r{transform:translateX(-70%)}
.bal.sm{gap:.4rem .7rem}
.sm .bn{font-size:1.05rem}
.sm .bt{height:1.5rem}
.sm .bs{min-width:5rem;gap:.35rem}
.sm .bs b{font-size:1.7rem}
.sm .bs span{font-size:.9rem}
.sm .bt em{padding:0 .1em;margin-left:.2rem;font-size:1.05rem}
.sm .bt em span:last-child,.sm .bx .z,.sm .bx .h{display:none}
.sm .bx .ln{font-size:.85rem}
.sm .bl i{width:3px;margin-left:-1.5px;outline-width:1px}
.sm .bt .tick{width:.32rem;margin-left:-.16rem;outline-width:1px}
.gate{display:flex;gap:.5rem;align-items:center;font-size:1.05rem;padding:.2rem 0}
.gate .x,.gate .v,.gate .q{display:inline-flex;width:1.6em;height:1.6em;
 border-radius:50%;align-items:center;justify-content:center;flex:none;
 print-color-adjust:exact}
.nb{white-space:nowrap}
.gate .x{background:var(--ink);color:#fff;border-radius:.2em}
.gate .v{border:2px solid var(--ink)}
.gate .q{border:2px dashed var(--ink)}
.gate.bad{font-weight:700}
.gate small{display:block;font-weight:400;color:var(--ink2)}
ul.gates{list-style:none;margin:0;padding:0}
.cap{font-size:1rem;font-weight:700;color:var(--ink2);margin:.4rem 0 .2rem}
.h2{font-size:1.2rem;font-weight:700;margin:0 0 .3rem;padding:0;line-height:1.2}
.det h2{font-size:1.3rem;line-height:1.2;margin:0 0 .5rem;padding:0}
.det .vl{display:flex;align-items:center;gap:.8rem}
.det .vl .cw{margin-left:-.3em}
.det .big{font-size:2.6rem;font-weight:700;line-height:1;
 font-variant-numeric:tabular-nums}
.det .big small{font-size:.5em;font-weight:600}
.det dl{padding:0;display:grid;grid-template-columns:minmax(4.5rem,max-content) 1fr;
 gap:.28rem .8rem;margin:.6rem 0 0;line-height:1.35}
.det dt{color:var(--ink2);font-weight:600;padding:0;max-width:9rem}
.det dd{margin:0;padding:0;overflow-wrap:anywhere}
.det dd ul{margin:0;padding:0 0 0 1.1em}
.ruler{margin:1.1rem 0 .2rem}
.ruler .seg{display:grid;grid-template-columns:repeat(5,1fr);position:relative;
 border:1.5px solid var(--ink);border-radius:4px;print-color-adjust:exact}
.ruler .seg span{text-align:center;font-weight:600;line-height:1.75rem;
 border-right:1.5px solid var(--ink)}
.ruler .seg span:nth-child(5){border-right:0}
.ruler .seg .off{background:#fff}
.ruler .seg .here{font-weight:800;text-decoration:underline;text-underline-offset:3px}
.ruler .seg i{position:absolute;top:-.75rem;width:0;margin-left:-.5rem;
 border:.5rem solid transparent;border-top:.75rem solid var(--ink);border-bottom:0}
.ruler .cut{position:relative;height:1.3rem;font-size:.85rem;color:var(--ink2)}
.ruler .cut span{position:absolute;transform:translateX(-50%);white-space:nowrap}
.lg{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;align-items:center;font-size:.9rem;
 list-style:none;margin:0;padding:0}
.lg .k{display:inline-flex;align-items:center;margin:0}
.lg .cw{font-weight:400}
.lg .chip{font-size:.75rem}
.pull{border-left:5px solid var(--ink);padding:.3rem .7rem;background:var(--panel);
 margin-top:.7rem}
.pull small{display:block;color:var(--ink2)}
table.q{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
table.q th{font-size:.9rem;text-align:left;color:var(--ink2);font-weight:600;
 border-bottom:2px solid var(--ink);padding:.25rem .5rem .25rem 0}
table.q td{border-bottom:1px solid var(--rule);padding:.32rem .5rem .32rem 0;
 vertical-align:middle}
table.q tbody th{font-size:inherit;color:inherit;font-weight:400;
 border-bottom:1px solid var(--rule)}
table.q caption{caption-side:top;text-align:left;padding:0 0 .3rem}
table.q .n{text-align:right}
table.q small{color:var(--ink2);font-size:.9rem}
.kn{display:flex;align-items:center;gap:.5rem;line-height:1.15}
.swatch{flex:none;width:1.3rem;height:1.3rem}
.notes ul{margin:.2rem 0 0;padding:0 0 0 1.1em}
@media(max-width:1500px){.bx .z,.bx .h{display:none}
 .bal:not(.sm) .bt em{font-size:1rem;margin-left:.3rem}}
"""
