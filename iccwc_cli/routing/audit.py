"""The rules that the vocabulary and its example requests keep, checked all at once with places."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from iccwc_cli.fields import Reader
from iccwc_cli.text import LANGUAGES, fold
from iccwc_cli.yaml_io import Document, Path_, Value, show_path

_VERSION = re.compile(r"\d+\.\d+\.\d+")
LABELS = ("altLabel", "hiddenLabel")


def check_needs(document: Document, answered: Collection[str] | None = None) -> None:
    """Note in the document what is wrong with the vocabulary.

    Args:
        document: `needs.yaml` as read.
        answered: the needs that a service leads on, or None to leave that unchecked.
    """
    _Needs(document).check(answered)


def check_examples(document: Document, needs: Collection[str] | None) -> None:
    """Note in the document what is wrong with a file of example requests.

    Args:
        document: the file as read.
        needs: the ids of the vocabulary, or None to leave references to it unchecked.
    """
    reader = Reader(document)
    seen: dict[str, str] = {}
    for i, item in enumerate(reader.items((), document.value, at_least=1)):
        path: Path_ = (i,)
        found = reader.mapping(path, item, ("needs", "language", "country", "authority", "description"), ("title",))
        if not found:
            continue
        for k, need in enumerate(reader.items((i, "needs"), found.get("needs"))):
            if needs is not None:
                reader.one_of((i, "needs", k), need, needs, "unknown-need", "iccwc needs list")
        reader.one_of((i, "language"), found.get("language"), LANGUAGES)
        for key in ("country", "authority", *(["title"] if "title" in found else [])):
            reader.text((i, key), found.get(key))
        description = reader.text((i, "description"), found.get("description"))
        reader.unique((i, "description"), description, seen, "description")


class _Needs(Reader):
    def check(self, answered: Collection[str] | None) -> None:
        top = self.mapping((), self.document.value, ("schema_version", "scheme", "concepts"))
        scheme = self.mapping(("scheme",), top.get("scheme"), ("id", "version", "title", "languages"))
        self.labels(("scheme", "languages"), scheme.get("languages"))
        version = self.text(("scheme", "version"), scheme.get("version"))
        if version is not None and not _VERSION.fullmatch(version):
            self.problem("bad-version", ("scheme", "version"), f"'{version}' is not a version", "write it as 1.0.0")
        ids: dict[str, str] = {}
        broader: dict[str, tuple[str, Path_]] = {}
        labels: dict[tuple[str, str], tuple[str, str]] = {}
        concepts = self.items(("concepts",), top.get("concepts"), at_least=1)
        for i, item in enumerate(concepts):
            path: Path_ = ("concepts", i)
            found = self.mapping(path, item, ("id", "prefLabel", "scopeNote"), ("broader", *LABELS))
            concept = self.new_id((*path, "id"), found.get("id"), ids, "need") or ""
            if found.get("broader") is not None and (above := self.text((*path, "broader"), found["broader"])):
                broader[concept] = (above, (*path, "broader"))
            self._labels(path, concept, found, labels)
            self.texts((*path, "scopeNote"), found.get("scopeNote"))
        self._tree(ids, broader)
        if answered is not None:
            for concept, (_, path) in broader.items():
                if concept not in answered:
                    hint = "give a service in partners.yaml this need with `role: lead`"
                    self.problem("unanswered-need", (*path[:-1], "id"), f"no service leads on '{concept}'", hint)

    def _labels(
        self, path: Path_, concept: str, found: Mapping[str, Value], labels: dict[tuple[str, str], tuple[str, str]]
    ) -> None:
        for language, text in self.texts((*path, "prefLabel"), found.get("prefLabel")).items():
            self._claim((*path, "prefLabel", language), language, text, concept, labels)
        for kind in LABELS:
            if found.get(kind) is None:
                continue
            lists = self.mapping((*path, kind), found[kind], LANGUAGES)
            for language, words in lists.items():
                here = (*path, kind, language)
                for i, text in enumerate(self.labels(here, words, at_least=1)):
                    self._claim((*here, i), language, text, concept, labels)

    def _claim(
        self, path: Path_, language: str, text: str, concept: str, labels: dict[tuple[str, str], tuple[str, str]]
    ) -> None:
        if not text:
            return
        owner, where = labels.setdefault((language, fold(text)), (concept, show_path(path)))
        if owner != concept:
            self.problem("label-clash", path, f"'{text}' also labels '{owner}', at {where}", "a label finds one need")
        elif where != show_path(path):
            self.problem("duplicate", path, f"'{text}' stands also at {where}", "keep one of them")

    def _tree(self, ids: Collection[str], broader: dict[str, tuple[str, Path_]]) -> None:
        for concept, (above, path) in broader.items():
            self.one_of(path, above, ids, "unknown-need")
            seen = {concept}
            highest = above
            while highest in broader and highest not in seen:
                seen.add(highest)
                highest = broader[highest][0]
            if highest == concept:
                self.problem("broader-cycle", path, f"'{concept}' is broader than itself", "a group has no `broader`")
