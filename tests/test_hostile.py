"""Hostile text goes through every output and does nothing there; legitimate text stays as it is."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import re
import unicodedata
from html.parser import HTMLParser

import pytest
import vobject
import yaml

HOSTILE = {
    "escape": "\x1b[2J\x1b]0;owned\x07 title",
    "c1": "\x9b31m red \x85 line",
    "bidi": "invoice \u202egnp.exe",
    "isolate": "a\u2066b\u2069 \u200e\u200f\u061c",
    "no-characters": "a\ufffeb\uffffc",
    "invisible": "pay\u200bpal \u2060\ufeff\u00ad \u180e \u206a\u206f \ufff9\ufffa\ufffb",
    "tags": "tag\U000e0041\U000e0042",
    "line-separators": "one\u2028two\u2029three",
    "newline": "Subject\r\nBcc: victim@example.org\n\nbody",
    "rich": "[red]markup[/x] [link=file:///etc/passwd]here[/link] [/]",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&",
    "formula": '=HYPERLINK("http://example.org";"x")',
    "formula-plus": "+cmd|' /C calc'!A0",
    "formula-at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula-minus": "-2+3+cmd|' /C calc'!A0",
    "formula-tab": "\t=1+1",
    "formula-wide": "\uff1dHYPERLINK(1) \uff0b \uff0d \uff20",
    "formula-inside": 'help;=1+1;"=2+2"\t=3+3\n=4+4',
    "yaml": "a: &b [*b, !!python/object/apply:os.system ['id']] # --- \n---\nx: y",
    "vcard": "N;ame,\\n\nEND:VCARD\nBEGIN:VCARD",
    "braces": "{country.__class__} {0} %s %(x)s ${HOME} `id`",
    "backslash": "\\u001b[2J \\x1b \\\\",
    "long": "A" * 5000,
    "combining": "Z" + "\u0301" * 200,
}
LEGITIMATE = (
    "هيئة البيئة بأبوظبي", "Cục Kiểm lâm Việt Nam", "Andriamanitra Rakotomalala", "Côte d'Ivoire — N’Djaména", "中国海关",
    "Ольга Ивановна", "می‌خواهم",
)  # fmt: skip
ACTS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)


@pytest.fixture(params=HOSTILE)
def text(request):
    return HOSTILE[request.param]


@pytest.fixture
def run(inside):
    return inside


@pytest.fixture
def ref(run, text):
    request = {
        "country": "KE",
        "authority": text,
        "title": text,
        "reference": text,
        "description": f"We need help to examine seized<i>telephones</i>. {text}",
        "species": [text],
        "notes": text,
        "contact": {"name": text, "email": "a@example.org"},
        "tlp": "CLEAR",
    }
    return run("refer", "-r", "-", "-q", "-f", "json", stdin=json.dumps(request)).ok().json["id"]


def harmless(out):
    """Nothing in it that a terminal acts on; the line ends are those of the output itself."""
    out = out.replace("\r\n", "\n")
    found = ACTS.search(out)
    assert found is None, repr(out[max(0, found.start() - 20) : found.end() + 20])


def test_a_terminal_and_a_pipe_only_show_it(run, ref, text):
    run("register", "advance", ref, "cancelled", "--reason", text.replace("\x00", "")).ok()
    for arguments in (("list",), ("show", ref), ("history", ref), ("stats",)):
        harmless(run("register", *arguments).ok().out)
        drawn = run("register", *arguments, "--color", "always", TERM="xterm").ok().out
        harmless(re.sub("\x1b\\[[0-9;]*m", "", drawn))
    lines = run("register", "list").ok().out.splitlines()
    assert len(lines) == 1
    assert len(lines[0].split("\t")) == 10
    harmless(run("partners", "show", text[:80].replace("\x00", "") or "x").err)
    harmless(run("register", "list", "--status", text[:80]).err)


def test_json_and_yaml_give_it_back_as_it_was(run, ref, text):
    kept = "\n".join(unicodedata.normalize("NFC", text).splitlines()).strip()
    shown = run("register", "show", ref, "-f", "json").ok().out
    assert json.loads(shown)["request"]["title"] == kept
    assert yaml.safe_load(run("register", "show", ref, "-f", "yaml").ok().out)["request"]["title"] == kept
    (line,) = run("register", "list", "-f", "jsonl").ok().out.removesuffix("\n").split("\n")
    assert json.loads(line)["title"] == kept


def test_a_spreadsheet_runs_nothing(run, ref):
    out = run("register", "list", "-f", "csv").ok().out
    harmless(out)
    rows = list(csv.reader(io.StringIO(out, newline="")))
    assert [len(row) for row in rows] == [12, 12]
    assert not any(cell[:1] in set("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20") for cell in rows[1])
    for mark in ";\t":  # what else a spreadsheet may take for the end of a cell
        cells = (cell for row in csv.reader(io.StringIO(out, newline=""), delimiter=mark) for cell in row)
        assert not any(cell[:1] in set("=+-@") for cell in cells)


def test_the_name_of_a_file_is_only_shown(run, tmp_path):
    file = tmp_path / "a\x1b[2J\u202e.yaml"
    file.write_text("country: KE\nauthority: KWS\ndescription: We ask for dogs.\n")
    warned = run("refer", "-r", file, "-n").ok().err
    assert "no TLP label" in warned
    harmless(warned)
    told = run("refer", "-r", tmp_path / "no\nHint: type rm", "-n").failed(4).err
    assert [line.partition(":")[0] for line in told.splitlines()] == ["Error", "Hint"]


def test_a_letter_only_says_it(run, ref, tmp_path):
    out = run("letter", ref, "-q").ok().out
    harmless(out)
    assert out.count("TLP:CLEAR") >= 2


TAGS = set(
    "html head meta title style body table thead tfoot tbody tr td p br bdi address h1 blockquote ol li div span".split()
)


class Page(HTMLParser):
    def handle_starttag(self, tag, attrs):
        assert tag in TAGS
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)


def test_a_page_runs_nothing(run, ref):
    out = run("letter", ref, "-q", "-f", "html").ok().out
    harmless(out)
    Page().feed(out)


def test_a_draft_has_its_own_headers_only(run, ref):
    out = run("letter", ref, "-q", "-f", "eml").ok().out
    draft = email.message_from_string(out, policy=email.policy.default)
    assert set(draft.keys()) == {"Subject", "From", "To", "Date", "X-Unsent", "MIME-Version", "Content-Type"}
    assert [a.addr_spec for a in draft["To"].addresses] == ["info@cites.org"]
    assert not draft.defects
    harmless(draft["Subject"] + str(draft["From"]))
    assert max(len(line) for line in out.splitlines()) <= 998
    harmless(draft.get_body(("plain",)).get_content())
    (attached,) = draft.iter_attachments()
    run("request", "check", "-", stdin=attached.get_content()).ok()


def test_a_document_opens(run, ref, tmp_path):
    import docx

    file = tmp_path / "letter.docx"
    run("letter", ref, "-q", "-f", "docx", "-o", file).ok()
    harmless("".join(p.text for p in docx.Document(file).paragraphs))


def test_an_export_is_read_again(run, ref, tmp_path):
    out = run("register", "export").ok().out
    assert len(out.removesuffix("\n").split("\n")) == 1
    other = tmp_path / "other.sqlite3"
    run("register", "import", "-", "--register", other, stdin=out).ok()
    assert run("register", "export", "--register", other).ok().out == out


def test_a_card_and_the_directory_only_show_it(run, data_copy, text):
    file = data_copy / "secretariat_contact.yaml"
    content = file.read_text(encoding="utf-8")
    written = yaml.safe_dump(text, default_style='"', width=10**6, allow_unicode=True).strip()
    file.write_text(content.replace('name: "CITES Secretariat"', f"name: {written}", 1), encoding="utf-8")
    harmless(run("contact", "--data-dir", data_copy).ok().out)
    for version in ("4.0", "3.0"):
        card = run("contact", "-f", "vcard", "--vcard-version", version, "--data-dir", data_copy).ok().out
        harmless(card)
        (found,) = vobject.readComponents(card)
        assert len(found.tel_list) == 3
        assert len(card.split("BEGIN:VCARD")) == 2 or "BEGIN" in text


def test_a_soft_hyphen_leaves_a_word_whole(run):
    request = {"country": "KE", "authority": "Wild\u00adlife Service", "description": "Dogs.", "tlp": "CLEAR"}
    ref = run("refer", "-r", "-", "-q", "-f", "json", stdin=json.dumps(request)).ok().json["id"]
    for arguments in (("register", "list"), ("register", "show", ref), ("letter", ref, "-q")):
        assert "Wildlife Service" in run(*arguments).ok().out


@pytest.mark.parametrize("name", LEGITIMATE)
def test_legitimate_names_stay_as_they_are(run, name):
    request = {
        "country": "VN",
        "authority": name,
        "title": name,
        "description": f"Help with telephones. {name}",
        "tlp": "CLEAR",
    }
    out = run("refer", "-r", "-", "-q", stdin=json.dumps(request)).ok().out
    assert name in out
    ref = out.split("  ")[0]
    for arguments in (
        ("register", "list"),
        ("register", "show", ref),
        ("letter", ref, "-q"),
        ("letter", ref, "-q", "-f", "html"),
    ):
        shown = run(*arguments).ok().out
        assert name in shown or name.replace("'", "&#x27;") in shown
    draft = email.message_from_string(run("letter", ref, "-q", "-f", "eml").ok().out, policy=email.policy.default)
    assert name in draft["Subject"]
