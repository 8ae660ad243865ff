"""The fixed phrases of text outputs, in the three languages."""

from __future__ import annotations

PHRASES = {
    "to": {"en": "to the CITES Secretariat", "fr": "au Secrétariat CITES", "es": "a la Secretaría CITES"},
    "suggested": {
        "en": "suggested to the Secretariat, which decides",
        "fr": "suggéré au Secrétariat, qui décide",
        "es": "sugerido a la Secretaría, que decide",
    },
    "nothing": {
        "en": "Nothing matched: no partner is suggested. The Secretariat will advise on what comes next.",
        "fr": "Rien ne correspond : aucun partenaire n'est suggéré. Le Secrétariat indiquera la suite.",
        "es": "Nada coincide: no se sugiere ningún socio. La Secretaría indicará los pasos siguientes.",
    },
    "lead": {"en": "leads", "fr": "conduit", "es": "dirige"},
    "support": {"en": "supports", "fr": "appuie", "es": "apoya"},
    "for": {"en": "because of", "fr": "à cause de", "es": "por"},
    "against": {"en": "against", "fr": "contre", "es": "en contra"},
    "named": {"en": "named in the request", "fr": "nommé dans la demande", "es": "nombrado en la solicitud"},
    "considered": {"en": "Needs considered", "fr": "Besoins examinés", "es": "Necesidades consideradas"},
    "partners": {"en": "Partners weighed", "fr": "Partenaires pesés", "es": "Socios sopesados"},
    "left-out": {"en": "left out", "fr": "écarté", "es": "descartado"},
    "taken": {"en": "suggested", "fr": "suggéré", "es": "sugerido"},
    "outside": {"en": "Outside every mandate", "fr": "Hors de tout mandat", "es": "Fuera de todo mandato"},
    "not-recorded": {"en": "not recorded", "fr": "non enregistré", "es": "no registrado"},
}


def phrase(key: str, language: str) -> str:
    """A phrase in that language."""
    return PHRASES[key][language]
