"""A letter as a document that a word processor edits; written by python-docx, an extra."""

from __future__ import annotations

import io
from datetime import datetime

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from iccwc_cli.formats.letter.html import LABEL_COLOURS
from iccwc_cli.referral.letter import Letter


def as_docx(letter: Letter) -> bytes:
    """The letter on A4, its label in the head and the foot of every page."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = letter.subject[:255], "", letter.language
    properties.created = properties.modified = datetime.fromisoformat(letter.day)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Times New Roman", Pt(11)
    for place in (section.header, section.footer):
        _label(place.paragraphs[0], letter.label)
    _block(document, letter.sender)
    _block(document, letter.recipient, left=85)
    _block(document, (letter.place_and_date,), left=85)
    _block(document, letter.references)
    _block(document, (letter.subject,)).runs[0].bold = True
    _block(document, (letter.greeting,))
    for part in letter.body:
        for line in part.lines:
            if part.kind == "list":
                document.add_paragraph(line, style="List Number")
            else:
                _block(document, (line,), left=8 if part.kind == "quote" else 0)
    _block(document, (letter.closing,))
    _block(document, letter.signature).paragraph_format.space_before = Mm(16)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _block(document: Document, lines: tuple[str, ...], left: int = 0) -> Paragraph:
    paragraph = document.add_paragraph("\n".join(lines))
    paragraph.paragraph_format.left_indent = Mm(left)
    return paragraph


def _label(paragraph: Paragraph, label: str) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(f" TLP:{label} ")
    run.bold = True
    run.font.size, run.font.color.rgb = Pt(12), RGBColor.from_string(LABEL_COLOURS[label].lstrip("#"))
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), "000000")
    run._r.get_or_add_rPr().append(shade)
