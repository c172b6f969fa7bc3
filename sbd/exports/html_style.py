"""The look of the HTML file, on screens of any width and on A4."""

from __future__ import annotations

from sbd.views.stylesheet import stylesheet

_RULES = """
html{font-size:17px;scroll-padding-top:1rem}
body{margin:0;color:var(--ink);background:#fff;line-height:1.45;
 font-family:"Source Sans 3","Source Sans Pro","Source Sans",Arial,sans-serif}
main{display:block}
article{max-width:66rem;margin:0 auto;padding:1rem 1.6rem}
article+article{border-top:4px solid var(--ink);margin-top:3rem}
.skip{position:absolute;left:-200rem}
.skip:focus{left:.6rem;top:.6rem;background:#fff;padding:.5rem .8rem;z-index:9;
 border:2px solid var(--ink)}
.langs{max-width:66rem;margin:0 auto;padding:.8rem 1.6rem 0}
.langs ul{display:flex;gap:.3rem 1.2rem;list-style:none;margin:0;padding:0}
.langs a,.toc a{display:inline-block;padding:.15rem 0;min-height:24px}
h1{font-size:2.1rem;line-height:1.15;margin:.2rem 0 .6rem;overflow-wrap:anywhere}
h2{font-size:1.5rem;line-height:1.2;margin:2.4rem 0 .7rem;padding:0 0 .2rem;
 border-bottom:2px solid var(--ink)}
h3{font-size:1.2rem;line-height:1.25;margin:1.6rem 0 .5rem}
h4{font-size:1rem;margin:1.1rem 0 .3rem}
.cover h2{font-size:1.2rem;border:0;margin:1.4rem 0 .4rem}
.sub{color:var(--ink2);margin:0}
p{margin:.5rem 0}
a{color:var(--brand)}
a:focus-visible,iframe:focus-visible,.wide:focus-visible{
 outline:3px solid var(--pick);outline-offset:2px}
.free{white-space:pre-line;overflow-wrap:anywhere;unicode-bidi:isolate}
.small{color:var(--ink2);font-size:.9rem}
.toc{background:var(--panel);padding:.8rem 1.2rem;margin:1.4rem 0}
.toc h2{font-size:1.1rem;border:0;margin:0 0 .3rem}
.toc ol{margin:0;padding:0 0 0 1.3rem;columns:18rem auto;column-gap:2rem}
.wide{overflow-x:auto;margin:.6rem 0 1rem}
table.q{table-layout:auto}
table.q caption{position:absolute;width:1px;height:1px;overflow:hidden;
 clip-path:inset(50%);white-space:nowrap}
.wide{position:relative}
table.q th,table.q td{overflow-wrap:break-word;padding-right:.9rem}
table.q tbody th{text-align:left;vertical-align:top}
table.q td{vertical-align:top}
table.q th.n,table.q td.n{text-align:right;padding-right:.4rem}
table.votes th.n,table.votes td.n{text-align:center;padding-right:.2rem}
table.votes td:last-child,table.votes th:last-child{padding-left:.8rem}
table.votes thead th{vertical-align:bottom}
td ul,.plain{margin:0;padding:0 0 0 1.1em}
.plain{list-style:none;padding:0}
.k{display:inline-flex;align-items:center;white-space:nowrap}
.det .k .cw{margin-left:.45em}
.people{list-style:none;margin:.3rem 0;padding:0;columns:16rem auto}
.plain li{display:flex;gap:.5em;align-items:flex-start;margin:.15rem 0}
.plain a{padding-top:.2em}
.bal{margin:1.2rem 0}
.facts .big{font-size:2rem;line-height:1}
.facts{align-items:baseline}
.none{background:#fff;padding:0 .3em;color:var(--ink2)}
td:has(>.none){background:repeating-linear-gradient(135deg,var(--rule) 0 1.5px,
 transparent 1.5px 7px);print-color-adjust:exact}
iframe.map{width:100%;height:38rem;border:1px solid var(--edge);border-radius:6px;
 box-sizing:border-box}
figure{margin:.8rem 0}
img.plan{display:block;width:100%;height:auto;border:1px solid var(--edge);
 box-sizing:border-box}
.still{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.kinds{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.5rem 0;
 padding:0;font-size:.9rem}
.kinds li{display:flex;align-items:center;gap:.35rem}
.det{border-top:1px solid var(--rule);padding:.4rem 0 1.1rem;max-width:46rem}
.det .vl{flex-wrap:wrap;gap:.4rem .8rem}
.det dl{grid-template-columns:minmax(7rem,11rem) 1fr}
.det dt{max-width:none}
.facts-list{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;
 gap:.28rem 1rem;margin:0}
.facts-list dt{color:var(--ink2);font-weight:600;max-width:22rem}
.facts-list dd{margin:0;overflow-wrap:anywhere}
.said{list-style:none;margin:.3rem 0;padding:0}
.said li{border-left:5px solid var(--rule);padding:.1rem .7rem;margin:.5rem 0}
.running{border-top:1px solid var(--rule);color:var(--ink2);margin-top:2rem;
 padding-top:.6rem}
.flag{font-size:.75em;font-weight:700;background:var(--ink);color:#fff;
 border-radius:.25em;padding:0 .35em;margin-left:.4em}
.gate a{color:inherit}
@media(scripting:none){.still{position:static;width:auto;height:auto;overflow:visible;
 clip-path:none}iframe.map{display:none}}
@media(max-width:40rem){html{font-size:16px}article,.langs{padding-left:1rem;
 padding-right:1rem}.facts-list,.det dl{grid-template-columns:1fr;gap:0}
 .facts-list dd,.det dd{margin-bottom:.5rem}.bal{gap:.5rem}.bn{font-size:1rem}
 .bn .dim{display:none}.bt{height:1.7rem}.bs{min-width:0;gap:.35rem}
 .bs b{font-size:1.6rem}.bs span{font-size:.85rem}.bt em span:last-child{display:none}
 .cards thead{position:absolute;width:1px;height:1px;overflow:hidden;
  clip-path:inset(50%)}.cards,.cards tbody,.cards tr,.cards th,.cards td{display:block}
 .cards tr{border-bottom:1px solid var(--rule);padding:.45rem 0}
 table.cards tbody th,table.cards td{border:0;padding:.1rem 0}
 table.cards tbody th{font-weight:600}
 .cards td::before{content:attr(data-head) "\\2002";color:var(--ink2);
  font-size:.9rem;font-weight:600}.cards td .gate{display:inline-flex}
 table.votes{font-size:.9rem}.votes .chip{width:1.5em;height:1.5em}
 table.votes th,table.votes td{padding-right:.2rem}
 table.votes td:last-child,table.votes th:last-child{padding-left:.3rem}
 .bx .ln{font-size:.75rem}iframe.map{height:26rem}.people{columns:auto}}
@page{size:A4;margin:15mm 14mm 20mm}
@media print{html{font-size:11.5px}.skip,.langs,.toc,iframe.map{display:none}
 article{max-width:none;padding:0}article+article{break-before:page;border:0;margin:0}
 .still{position:static;width:auto;height:auto;overflow:visible;clip-path:none}
 .wide{overflow:visible}h2,h3,h4,caption,.vl,.cap{break-after:avoid}
 .ruler{margin-top:.2rem;padding-top:.9rem}
 tr,figure,.gate,.det .wide,.pull,.said li,.facts-list dd,.bal,.ruler{
  break-inside:avoid}
 thead{display:table-header-group}.det{max-width:none}
 .det figure{max-width:150mm}a{color:inherit;text-decoration:none}
 .chip,.flag,.tag,.k{print-color-adjust:exact}}
"""


def page_style(feet: dict[str, str]) -> str:
    """Return the rules of the file.

    Parameters
    ----------
    feet : dict of str to str
        By language, what stands at the foot of every printed page of its part.
    """
    pages = "".join(
        f'article[lang="{lang}"]{{page:{lang}}}@page {lang}{{'
        f"@bottom-left{{content:{_quoted(words)};{_FOOT};width:82%}}"
        f"@bottom-right{{content:counter(page);{_FOOT}}}}}"
        for lang, words in feet.items()
    )
    return f"{stylesheet()}{_RULES}{pages}"


_FOOT = "font-family:Arial,sans-serif;font-size:8.5pt;color:#46535F"


def _quoted(words: str) -> str:
    """Return a text for a style sheet, where nothing in it can end the text."""
    safe = "".join(
        c if c.isalnum() or c in " .,:·’-" else f"\\{ord(c):x} " for c in words
    )
    return f'"{safe}"'
