"""A letter as a draft that a mail program opens ready to send (RFC 5322, with X-Unsent)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, EmailPolicy
from typing import Any

from iccwc_cli.formats.letter.html import as_html
from iccwc_cli.formats.letter.text import as_text
from iccwc_cli.referral.addresses import Mailbox
from iccwc_cli.referral.letter import Letter

_SUBJECT = 250
_NAME = 60
"""The longest subject and display name, in characters; a longer one is cut, since a header is not read further."""


def as_mail(letter: Letter, attachment: str) -> str:
    """The draft: plain and page, the request attached as YAML, the label in the subject.

    Args:
        letter: what it says.
        attachment: the request file.
    """
    message = EmailMessage(policy=_policy(letter))
    message["Subject"] = f"[TLP:{letter.label}] {letter.subject}"[:_SUBJECT]
    for header, mailbox in (("From", letter.mail_from), ("To", letter.mail_to)):
        if mailbox is not None:
            message[header] = _address(mailbox)
    message["Date"] = datetime.combine(datetime.fromisoformat(letter.day), datetime.min.time(), UTC)
    message["X-Unsent"] = "1"
    message.set_content(as_text(letter), cte="quoted-printable")
    message.add_alternative(as_html(letter), subtype="html")
    message.add_attachment(attachment, subtype="yaml", filename=f"{letter.id}.yaml")
    # Boundaries are drawn at random by the library; these are the same for the same letter.
    for number, part in enumerate(p for p in message.walk() if p.is_multipart()):
        part.set_boundary(f"=_{letter.id}_{number}")
    return message.as_string()


class _Draft(EmailPolicy):
    """Headers as they are read back: the library's own folding puts a blank before some and takes one out of others.

    Plain ASCII stays on one line, as RFC 5322 allows up to 998 characters; what is not ASCII is encoded as a whole
    (RFC 2047).
    """

    def fold(self, name: str, value: Any) -> str:
        """The lines of a header."""
        text = str(value)
        if text.isascii() or self.utf8:
            policy = SMTPUTF8 if self.utf8 else SMTP
            lines: str = policy.clone(max_line_length=998).fold(name, value)
            return lines
        if hasattr(value, "addresses"):
            text = ", ".join(f"{_encoded(a.display_name, name)} <{a.addr_spec}>" for a in value.addresses)
        else:
            text = _encoded(text, name)
        return f"{name}: {text}{self.linesep}"


def _encoded(text: str, name: str) -> str:
    return Header(text, "utf-8", header_name=name, maxlinelen=75).encode(linesep="\r\n")


def _policy(letter: Letter) -> _Draft:
    """A draft with an address beyond ASCII needs a mail program that knows RFC 6532; all others are plain."""
    addresses = [m.address for m in (letter.mail_from, letter.mail_to) if m]
    return _Draft(linesep="\r\n", utf8=not all(address.isascii() for address in addresses))


def _address(mailbox: Mailbox) -> Address:
    local, _, domain = mailbox.address.rpartition("@")  # taken apart here: the library's parser knows no RFC 6532
    return Address(mailbox.name[:_NAME], local, domain)
