"""A commented request file, in one of the three languages."""

from __future__ import annotations

from collections.abc import Iterable

_TEXTS = {
    "en": {
        "head": "Request for support to the International Consortium on Combating Wildlife Crime (ICCWC).\n"
        "Fill in, then: iccwc request check FILE\nLines that start with # are notes; remove them or leave them.",
        "reference": "your own file number",
        "date": "year-month-day",
        "country": "required: ISO code or name, as in MG or Madagascar",
        "authority": "required: who asks",
        "contact": "whom the Secretariat can ask",
        "title": "one line: what this is about",
        "description": "required: what happened or is missing, which kind of help is wanted, for whom, how many, by when;\n"
        "what has been done already. Leave out names, telephone numbers and other operational detail.",
        "needs": "if you know them, ids of the kinds of help (full list: iccwc needs list); otherwise leave []",
        "species": "species or products concerned",
        "urgency": "routine, urgent or emergency; say why in the description",
        "tlp": "who may see it (Traffic Light Protocol): RED, AMBER+STRICT, AMBER, GREEN or CLEAR",
        "language": "en, fr or es",
        "notes": "anything else for the Secretariat",
    },
    "fr": {
        "head": "Demande d'appui au Consortium international de lutte contre la criminalité liée aux espèces sauvages (ICCWC).\n"
        "Remplissez, puis : iccwc request check FICHIER\nLes lignes qui commencent par # sont des notes.",
        "reference": "votre numéro de dossier",
        "date": "année-mois-jour",
        "country": "obligatoire : code ISO ou nom, comme MG ou Madagascar",
        "authority": "obligatoire : qui demande",
        "contact": "qui le Secrétariat peut interroger",
        "title": "une ligne : de quoi il s'agit",
        "description": "obligatoire : ce qui s'est passé ou manque, l'aide voulue, pour qui, combien, pour quand ;\n"
        "ce qui a déjà été fait. Pas de noms, de numéros de téléphone ni d'autres détails opérationnels.",
        "needs": "si vous les connaissez, les identifiants des types d'aide (liste : iccwc needs list) ; sinon laissez []",
        "species": "espèces ou produits concernés",
        "urgency": "routine, urgent ou emergency (urgence absolue) ; dites pourquoi dans la description",
        "tlp": "qui peut la voir (Traffic Light Protocol) : RED, AMBER+STRICT, AMBER, GREEN ou CLEAR",
        "language": "en, fr ou es",
        "notes": "autre chose pour le Secrétariat",
    },
    "es": {
        "head": "Solicitud de apoyo al Consorcio Internacional para Combatir los Delitos contra la Vida Silvestre (ICCWC).\n"
        "Llene y luego: iccwc request check ARCHIVO\nLas líneas que empiezan con # son notas.",
        "reference": "su número de expediente",
        "date": "año-mes-día",
        "country": "obligatorio: código ISO o nombre, como MG o Madagascar",
        "authority": "obligatorio: quién solicita",
        "contact": "a quién puede preguntar la Secretaría",
        "title": "una línea: de qué se trata",
        "description": "obligatorio: qué pasó o qué falta, qué ayuda se pide, para quién, cuántos, para cuándo;\n"
        "qué se ha hecho ya. Sin nombres, teléfonos ni otros detalles operativos.",
        "needs": "si los conoce, los identificadores de los tipos de ayuda (lista: iccwc needs list); si no, deje []",
        "species": "especies o productos de que se trata",
        "urgency": "routine (normal), urgent (urgente) o emergency (emergencia); diga por qué en la descripción",
        "tlp": "quién puede verla (Traffic Light Protocol): RED, AMBER+STRICT, AMBER, GREEN o CLEAR",
        "language": "en, fr o es",
        "notes": "algo más para la Secretaría",
    },
}

_VALUES = {
    "contact": "contact:\n  name:\n  email:\n  phone:",
    "description": "description: >-\n  ",
    "needs": "needs: []",
    "species": "species: []",
    "urgency": "urgency: routine",
    "tlp": "tlp: AMBER",
}


def template(language: str, needs: Iterable[tuple[str, str]]) -> str:
    """The file, with the needs to choose from at its end.

    Args:
        language: en, fr or es.
        needs: ids of needs and their labels in that language.
    """
    texts = _TEXTS[language]
    # Editors with a YAML language server check the file as it is written, once the schema lies beside it.
    lines = ["# yaml-language-server: $schema=request.schema.json", _comment(texts["head"]), ""]
    for field in texts:
        if field == "head":
            continue
        value = f"language: {language}" if field == "language" else _VALUES.get(field, f"{field}:")
        lines += [_comment(texts[field]), value, ""]
    lines += [f"#   {id_:32} {label}" for id_, label in needs]
    return "\n".join(lines) + "\n"


def _comment(text: str) -> str:
    return "\n".join(f"# {line}" for line in text.split("\n"))
