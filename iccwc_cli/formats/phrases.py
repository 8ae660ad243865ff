"""The fixed phrases of text outputs, in the three languages."""

from __future__ import annotations

PHRASES = {
    "secretariat": {"en": "CITES Secretariat", "fr": "Secrétariat CITES", "es": "Secretaría CITES"},
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
    "partner": {"en": "partner", "fr": "partenaire", "es": "socio"},
    "services": {"en": "services", "fr": "services", "es": "servicios"},
    "facts": {"en": "Facts", "fr": "Faits", "es": "Datos"},
    "sources": {"en": "Sources", "fr": "Sources", "es": "Fuentes"},
    "fact": {"en": "fact", "fr": "fait", "es": "dato"},
    "value": {"en": "value", "fr": "valeur", "es": "valor"},
    "as-of": {"en": "as of", "fr": "à la date de", "es": "a la fecha de"},
    "no-date": {"en": "no date", "fr": "sans date", "es": "sin fecha"},
    "source": {"en": "source", "fr": "source", "es": "fuente"},
    "other-source": {
        "en": "another source gives the value shown first",
        "fr": "une autre source donne la valeur retenue",
        "es": "otra fuente da el valor preferido",
    },
    "also": {"en": "also", "fr": "aussi", "es": "también"},
    "needs": {"en": "needs", "fr": "besoins", "es": "necesidades"},
    "who-can-ask": {"en": "who can ask", "fr": "qui peut demander", "es": "quién puede pedir"},
    "official": {"en": "official", "fr": "officielle", "es": "oficial"},
    "not-official": {"en": "not official", "fr": "non officielle", "es": "no oficial"},
    "checked": {"en": "checked", "fr": "vérifié le", "es": "verificado el"},
    "door": {"en": "receives every request", "fr": "reçoit toute demande", "es": "recibe toda solicitud"},
    "channel": {"en": "channel", "fr": "voie", "es": "vía"},
    "status": {"en": "status", "fr": "état", "es": "estado"},
    "stated": {"en": "stated", "fr": "imprimée", "es": "impresa"},
    "elsewhere": {"en": "from elsewhere", "fr": "d'ailleurs", "es": "de otra parte"},
    "not-stated": {"en": "not stated", "fr": "non imprimée", "es": "no impresa"},
    "visit": {"en": "visit", "fr": "visite", "es": "visita"},
    "mail": {"en": "mail", "fr": "courrier", "es": "correo postal"},
    "phone": {"en": "telephone", "fr": "téléphone", "es": "teléfono"},
    "fax": {"en": "fax", "fr": "télécopie", "es": "fax"},
    "email": {"en": "e-mail", "fr": "courriel", "es": "correo electrónico"},
    "web": {"en": "web", "fr": "site", "es": "sitio"},
    "no-hits": {
        "en": "Nothing found; try other words, or see `iccwc needs list`",
        "fr": "Rien trouvé ; essayez d'autres mots, ou voyez `iccwc needs list`",
        "es": "Nada encontrado; pruebe otras palabras, o vea `iccwc needs list`",
    },
    "not-recorded": {"en": "not recorded", "fr": "non enregistré", "es": "no registrado"},
}


def phrase(key: str, language: str) -> str:
    """A phrase in that language."""
    return PHRASES[key][language]
