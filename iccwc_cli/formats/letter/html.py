"""A letter as one self-contained page that prints on A4: no script, no picture, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from iccwc_cli.referral.letter import Letter, Part

LABEL_COLOURS = {
    "RED": "#FF2B2B",
    "AMBER+STRICT": "#FFC000",
    "AMBER": "#FFC000",
    "GREEN": "#33FF00",
    "CLEAR": "#FFFFFF",
}
"""The colours of the labels on black, as the Traffic Light Protocol 2.0 (FIRST, August 2022) gives them."""

_STYLE = """
@page { size: A4; margin: 16mm 20mm 14mm 25mm; }
* { box-sizing: border-box; }
body { font: 11pt/1.35 "Liberation Serif", "Times New Roman", serif; color: #000; max-width: 165mm; margin: 0 auto;
  overflow-wrap: anywhere; }
@media screen { body { padding: 12mm 4mm; } }
table { width: 100%; border-spacing: 0; }
td { padding: 0; }
.label { text-align: right; padding-bottom: 4mm; }
.label.foot { padding: 4mm 0 0; }
.label span { font: bold 12pt "Liberation Sans", Arial, sans-serif; background: #000; padding: 1mm 2.5mm;
  display: inline-block;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.sender { font-size: 9.5pt; }
.recipient { margin: 6mm 0 6mm 85mm; font-style: normal; }
.date { margin-left: 85mm; }
.subject { font-weight: bold; font-size: 11pt; margin: 6mm 0 5mm; }
p { margin: 0 0 3.2mm; }
blockquote { margin: 0 0 3.2mm; padding-left: 4mm; border-left: 0.6mm solid #888; }
li { margin-bottom: 1.6mm; }
.closing { margin-top: 7mm; break-inside: avoid; }
.signature { margin-top: 10mm; }
"""


def as_html(letter: Letter) -> str:
    """The letter as a page; every text from a record is escaped and runs in its own direction."""
    label = f'<span style="color:{LABEL_COLOURS[letter.label]}">TLP:{escape(letter.label)}</span>'
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(letter.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>TLP:{escape(letter.label)} {escape(letter.subject)}</title>\n<style>{_STYLE}</style>\n"
        "</head>\n<body>\n"
        # Head and foot of a table come again on every printed page, as the label must.
        f'<table role="presentation">\n<thead><tr><td class="label">{label}</td></tr></thead>\n'
        f'<tfoot><tr><td class="label foot">{label}</td></tr></tfoot>\n<tbody><tr><td>\n'
        f'<p class="sender">{_lines(letter.sender)}</p>\n'
        f'<address class="recipient">{_lines(letter.recipient)}</address>\n'
        f'<p class="date">{escape(letter.place_and_date)}</p>\n'
        f"<p>{_lines(letter.references)}</p>\n"
        f'<h1 class="subject"><bdi>{escape(letter.subject)}</bdi></h1>\n'
        f"<p><bdi>{escape(letter.greeting)}</bdi></p>\n"
        f"{''.join(_part(part) for part in letter.body)}"
        f'<div class="closing">\n<p>{escape(letter.closing)}</p>\n'
        f'<p class="signature">{_lines(letter.signature)}</p>\n</div>\n'
        "</td></tr></tbody>\n</table>\n</body>\n</html>\n"
    )


def _lines(lines: Iterable[str]) -> str:
    return "<br>\n".join(f"<bdi>{escape(line)}</bdi>" for line in lines)


def _part(part: Part) -> str:
    if part.kind == "list":
        items = "".join(f'<li dir="auto">{escape(line)}</li>\n' for line in part.lines)
        return f"<ol>\n{items}</ol>\n"
    paragraphs = "".join(f'<p dir="auto">{escape(line)}</p>\n' for line in part.lines)
    return f"<blockquote>\n{paragraphs}</blockquote>\n" if part.kind == "quote" else paragraphs
