"""Rules for the page *Review*, readable from the back of a room."""

from __future__ import annotations

_HATCH = "repeating-linear-gradient(135deg,#5F6B76 0 1.5px,transparent 1.5px 7px)"

REVIEW_CSS = f"""
[data-testid="stHtml"] ol.step{{display:flex;flex-wrap:wrap;gap:.5rem;margin:0;
 padding:0;font-size:1.1rem;list-style:none}}
[data-testid="stHtml"] ol.step li{{display:flex;align-items:center;gap:.5rem;
 padding:.25rem .9rem .25rem .3rem;border:1.5px solid var(--edge);margin:0;
 border-radius:2rem;color:var(--ink2)}}
.step i{{font-style:normal;display:inline-flex;width:1.7em;height:1.7em;
 border-radius:50%;border:1.5px solid currentColor;align-items:center;
 justify-content:center;font-weight:700}}
[data-testid="stHtml"] ol.step li.on{{background:var(--brand);color:#fff;
 border-color:var(--brand);font-weight:700}}
[data-testid="stHtml"] ol.step li.done{{color:var(--ink)}}
.step .done i{{background:var(--ink);color:#fff;border-color:var(--ink)}}
.qr img{{width:min(100%,calc(100vh - 12rem));display:block;margin:0 auto}}
.jn h2,.crit h2{{font-size:clamp(1.6rem,2vw,2rem);line-height:1.15;margin:0;
 padding:0}}
.jn .ad{{font-size:1.6rem;font-weight:600;margin:.6rem 0 0;overflow-wrap:anywhere}}
.jn .cd{{font-size:4.4rem;line-height:1.1;font-weight:700;letter-spacing:.04em}}
.jn small{{color:var(--ink2);font-size:1rem}}
.joined{{font-size:1.2rem;margin:0}}
.crit p{{font-size:1.2rem;line-height:1.3;margin:.4rem 0 0}}
.cnt{{display:flex;gap:1rem;align-items:center}}
.cnt b{{font-size:5.4rem;line-height:1;font-variant-numeric:tabular-nums}}
.cnt span{{font-size:1.5rem;display:block}}.cnt small{{color:var(--ink2);
 font-size:1.05rem;line-height:1.25;display:block}}
.dots{{display:flex;gap:.3rem .45rem;flex-wrap:wrap}}
.dots i{{width:1.15rem;height:1.15rem;border-radius:50%;
 border:2.5px solid var(--ink)}}
.dots i.f{{background:var(--ink)}}
table.live{{width:100%;border-collapse:collapse;font-size:1.25rem}}
table.live td,table.live tbody th{{padding:.36rem .4rem;text-align:left;
 border-bottom:1px solid var(--rule);font-weight:400}}
table.live tbody th{{font-weight:650}}table.live small{{color:var(--ink2);
 font-size:1rem}}
table.live .n{{text-align:right;font-variant-numeric:tabular-nums;font-weight:650;
 white-space:nowrap}}
table.spread{{width:100%;border-collapse:collapse;font-size:1.15rem;
 table-layout:fixed}}
table.spread th,table.spread td{{padding:.2rem .3rem;text-align:center;
 border-bottom:1px solid var(--rule);height:2.45rem}}
table.spread tbody th,table.spread tfoot th{{text-align:left;font-weight:650}}
table.spread col.d{{width:12.5rem}}
table.spread thead th{{border-bottom:2px solid var(--ink);font-weight:600;
 font-size:1rem;vertical-align:bottom}}
table.spread td i{{display:inline-block;width:1.25rem;height:1.25rem;
 border-radius:50%;background:var(--ink);margin:0 .12rem;vertical-align:middle}}
table.spread td.many i{{width:.85rem;height:.85rem}}
table.spread td.med{{background:#E3ECF4;box-shadow:inset 0 0 0 2.5px var(--brand)}}
table.spread tfoot td.med{{background:var(--brand);color:#fff;font-weight:700}}
table.spread td.dk i{{background:#fff {_HATCH};border:1.5px dashed var(--ink)}}
.concl h2{{font-size:1.6rem;line-height:1.2;margin:0;padding:0}}
.concl.hot h2{{color:var(--sig)}}
.concl p{{font-size:1.15rem;line-height:1.5;margin:.3rem 0 0}}
.concl .di{{color:var(--ink2)}}
table.chain{{width:100%;border-collapse:separate;border-spacing:3px;
 font-size:.92rem}}
table.chain caption{{text-align:left;font-size:1.2rem;font-weight:700;
 color:var(--ink)}}
table.chain th{{font-weight:600;text-align:left;line-height:1.15;
 vertical-align:bottom}}
table.chain tbody th::first-letter{{text-transform:uppercase}}
table.chain tbody th{{vertical-align:middle}}
table.chain td{{text-align:center;height:2rem;background:#E3ECF4;font-weight:700;
 border-radius:3px}}
table.chain td.none{{background:#fff {_HATCH};border:1.5px dashed #5F6B76}}
.stage img{{width:100%;max-height:62vh;object-fit:contain;object-position:left top}}
.dpic h2{{font-size:1.4rem;margin:.6rem 0 .3rem;padding:0}}
.dpair{{display:grid;grid-template-columns:2fr 3fr;gap:2rem;align-items:start}}
.dpic h2 small{{font-size:1rem;font-weight:400;color:var(--ink2)}}
[data-testid="stHtml"] .dbars{{margin:0}}
.dbars .cap{{margin:.2rem 0 .3rem}}
.dbar{{display:grid;grid-template-columns:8.5rem 1fr 8.2rem;gap:.7rem;
 align-items:center;font-size:1.15rem;padding:.25rem 0}}
.dtrk{{height:1.6rem;background:var(--track);border-radius:3px;display:block}}
.dtrk i{{display:block;height:100%;background:var(--brand);border-radius:3px}}
.dtrk{{position:relative;print-color-adjust:exact}}
.governance .dtrk i{{background:#5B6068}}
.dtrk:not(.unk)::after{{content:"";position:absolute;inset:0;background:
 repeating-linear-gradient(90deg,transparent 0 calc(25% - 2px),#fff calc(25% - 2px)
 25%)}}
.dtrk.unk{{background:#fff {_HATCH};border:1.5px dashed var(--ink)}}
.st-key-det:has(.crit){{gap:.5rem}}
@media(max-width:1500px){{
[data-testid="stHtml"] ol.step{{font-size:.95rem;flex-wrap:nowrap;gap:.3rem}}
[data-testid="stHtml"] ol.step li{{padding-right:.6rem;line-height:1.15}}
table.spread th,table.spread td{{height:1.9rem;padding:.1rem .3rem}}
.cnt b{{font-size:4rem}}.qr img{{width:min(100%,calc(100vh - 13rem))}}
.jn .cd{{font-size:3.6rem}}.jn .ad{{font-size:1.3rem;margin:.2rem 0 0}}
table.live{{font-size:1.1rem}}table.live td,table.live tbody th{{padding:.2rem .4rem}}
table.chain{{font-size:.8rem}}}}
@media(max-width:900px){{.dpair{{grid-template-columns:1fr}}}}
"""
