"""The fixed phrases of text outputs, in the three languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from iccwc_cli.formats.languages import Names, typeset
from iccwc_cli.text import one_line

PHRASES = {
    "secretariat": {"en": "CITES Secretariat", "fr": "Secrétariat CITES", "es": "Secretaría CITES"},
    "authority": {"en": "authority", "fr": "autorité", "es": "autoridad"},
    "record-keeper": {"en": "record keeper", "fr": "responsable du registre", "es": "responsable del registro"},
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
    "lead": {"en": "leads", "fr": "chef de file", "es": "lidera"},
    "support": {"en": "supports", "fr": "en appui", "es": "apoya"},
    "for": {"en": "because of", "fr": "en raison de", "es": "por"},
    "against": {"en": "against", "fr": "contre", "es": "en contra"},
    "named": {"en": "named in the request", "fr": "nommé dans la demande", "es": "nombrado en la solicitud"},
    "scale": {
        "en": "how well the words fit: 1 and more as well as sure examples, -1 not at all",
        "fr": "à quel point les mots conviennent : 1 et plus autant que des exemples sûrs, -1 pas du tout",
        "es": "cuánto encajan las palabras: 1 y más tanto como ejemplos seguros, -1 nada",
    },
    "named-decide": {
        "en": "The needs that the request names decide; what its words alone say:",
        "fr": "Les besoins nommés dans la demande décident ; voici ce que disent ses seuls mots :",
        "es": "Deciden las necesidades que la solicitud nombra; esto dicen sus palabras por sí solas:",
    },
    "considered": {"en": "Needs considered", "fr": "Besoins examinés", "es": "Necesidades consideradas"},
    "partners": {"en": "Partners considered", "fr": "Partenaires examinés", "es": "Socios considerados"},
    "left-out": {"en": "left out", "fr": "écarté", "es": "descartado"},
    "taken": {"en": "suggested", "fr": "suggéré", "es": "sugerido"},
    "outside every mandate": {
        "en": "outside every mandate",
        "fr": "hors de tout mandat",
        "es": "fuera de todo mandato",
    },
    "the needs that the request names decide": {
        "en": "the needs that the request names decide",
        "fr": "les besoins nommés dans la demande décident",
        "es": "deciden las necesidades que la solicitud nombra",
    },
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
    "asked": {"en": "What was asked", "fr": "Ce qui est demandé", "es": "Lo que se pide"},
    "reference": {"en": "reference", "fr": "référence", "es": "referencia"},
    "date": {"en": "date", "fr": "date", "es": "fecha"},
    "urgency": {"en": "urgency", "fr": "urgence", "es": "urgencia"},
    "routine": {"en": "routine", "fr": "ordinaire", "es": "ordinaria"},
    "urgent": {"en": "urgent", "fr": "urgent", "es": "urgente"},
    "emergency": {"en": "emergency", "fr": "urgence absolue", "es": "emergencia"},
    "species": {"en": "species", "fr": "espèces", "es": "especies"},
    "contact": {"en": "contact", "fr": "contact", "es": "contacto"},
    "notes": {"en": "notes", "fr": "remarques", "es": "observaciones"},
    "below": {"en": "below", "fr": "sous", "es": "por debajo de"},
    "broader": {"en": "broader:", "fr": "plus général :", "es": "más general:"},
    "also-called": {"en": "also:", "fr": "aussi :", "es": "también:"},
    "service": {"en": "service", "fr": "service", "es": "servicio"},
    "door": {"en": "receives every request", "fr": "reçoit toute demande", "es": "recibe toda solicitud"},
    "channel": {"en": "channel", "fr": "voie", "es": "vía"},
    "status": {"en": "status", "fr": "état", "es": "estado"},
    "stated": {"en": "stated", "fr": "indiquée", "es": "indicada"},
    "elsewhere": {"en": "from elsewhere", "fr": "autre source", "es": "otra fuente"},
    "not-stated": {"en": "not stated", "fr": "non indiquée", "es": "no indicada"},
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
    "with": {"en": "communicated to", "fr": "communiqué à", "es": "comunicado a"},
    "since": {"en": "since", "fr": "depuis le", "es": "desde el"},
    "replaces": {"en": "takes the place of", "fr": "remplace", "es": "reemplaza a"},
    "replaced_by": {"en": "replaced by", "fr": "remplacé par", "es": "reemplazado por"},
    "reason": {"en": "reason:", "fr": "motif :", "es": "motivo:"},
    "outcome": {"en": "outcome:", "fr": "résultat :", "es": "resultado:"},
    "advised": {"en": "country advised on", "fr": "pays informé le", "es": "país informado el"},
    "overdue": {"en": "overdue", "fr": "en retard", "es": "con retraso"},
    "rerouting_needed": {
        "en": "re-routing needed",
        "fr": "à réorienter",
        "es": "hay que reorientar",
    },
    "event-recorded": {"en": "recorded", "fr": "enregistré", "es": "registrado"},
    "event-moved": {"en": "moved", "fr": "passé", "es": "pasó"},
    "event-communicated": {"en": "communicated to", "fr": "communiqué à", "es": "comunicado a"},
    "event-answered": {"en": "answered", "fr": "a répondu", "es": "respondió"},
    "event-replaced": {"en": "replaced by", "fr": "remplacé par", "es": "reemplazado por"},
    "event-released": {
        "en": "text let out although its label forbids it:",
        "fr": "texte divulgué malgré son étiquette :",
        "es": "texto divulgado pese a su etiqueta:",
    },
    "received": {"en": "Received", "fr": "Reçues", "es": "Recibidas"},
    "by_month": {"en": "by month", "fr": "par mois", "es": "por mes"},
    "by_country": {"en": "by country", "fr": "par pays", "es": "por país"},
    "by_language": {"en": "by language", "fr": "par langue", "es": "por idioma"},
    "by_need": {"en": "by need", "fr": "par besoin", "es": "por necesidad"},
    "by_status": {"en": "by state", "fr": "par état", "es": "por estado"},
    "partners_suggested": {"en": "Suggested to", "fr": "Suggérées à", "es": "Sugeridas a"},
    "communicated": {"en": "Communicated to", "fr": "Communiquées à", "es": "Comunicadas a"},
    "decisions": {
        "en": "The Secretariat's decisions",
        "fr": "Décisions du Secrétariat",
        "es": "Decisiones de la Secretaría",
    },
    "as_suggested": {"en": "as suggested", "fr": "comme suggéré", "es": "como se sugirió"},
    "partner_added": {"en": "a partner added", "fr": "un partenaire ajouté", "es": "un socio añadido"},
    "partner_left_out": {"en": "a partner left out", "fr": "un partenaire écarté", "es": "un socio descartado"},
    "days_to_advice": {
        "en": "Days from request to advice",
        "fr": "Jours de la demande à la réponse",
        "es": "Días de la solicitud a la respuesta",
    },
    "median": {"en": "median", "fr": "médiane", "es": "mediana"},
    "least": {"en": "least", "fr": "minimum", "es": "mínimo"},
    "most": {"en": "most", "fr": "maximum", "es": "máximo"},
    "count": {"en": "referrals", "fr": "dossiers", "es": "expedientes"},
    "nothing_matched": {"en": "Matched nothing", "fr": "Sans correspondance", "es": "Sin coincidencia"},
    "total": {"en": "total", "fr": "total", "es": "total"},
    "and-more": {"en": "and {} more", "fr": "et {} de plus", "es": "y {} más"},
    "unknown": {"en": "unknown", "fr": "inconnu", "es": "desconocido"},
    "no-referrals": {
        "en": "No referral matches; `iccwc register list` shows all",
        "fr": "Aucun dossier ne correspond ; `iccwc register list` les montre tous",
        "es": "Ningún expediente coincide; `iccwc register list` los muestra todos",
    },
    "not-recorded": {"en": "not recorded", "fr": "non enregistré", "es": "no registrado"},
}


def phrase(key: str, language: str) -> str:
    """A phrase in that language."""
    return typeset(PHRASES[key][language], language)


def labelled(key: str, value: object, language: str) -> str:
    """A value after a phrase and a colon."""
    return f"{typeset(PHRASES[key][language] + ':', language)} {value}"


def pressing(urgency: str, held: dict[str, Any], language: str) -> list[str]:
    """What must not be overlooked in a referral or its entry in a list: urgent, late, to be re-routed."""
    from iccwc_cli.intake.model import DEFAULT_URGENCY

    urgent = [] if urgency == DEFAULT_URGENCY else [urgency]
    due = [due for due in ("overdue", "rerouting_needed") if held.get(due)]
    return [phrase(mark, language) for mark in (*urgent, *due)]


def left_out(partner: dict[str, Any], language: str) -> str:
    """Whether a partner that was weighed is suggested, and why it is not, as `explanation` has it."""
    why: str | None = partner["left_out"]
    if why is None:
        return phrase("taken", language)
    word, _, bound = why.partition(" ")
    told = f"{phrase('below', language)} {bound}" if word == "below" else phrase(why, language)
    return f"{phrase('left-out', language)} ({told})"


def asked(request: dict[str, Any], names: Names, language: str) -> list[str]:
    """The request in its own words: its text, and whatever else it says."""
    told = {
        "reference": request["reference"],
        "date": request["date"],
        "urgency": phrase(request["urgency"], language),
        "needs": ", ".join(names.need(need, language) for need in request["needs"]),
        "species": ", ".join(request["species"]),
        "contact": ", ".join(filter(None, (request["contact"][part] for part in ("name", "email", "phone")))),
        "notes": request.get("notes"),
    }
    return [request["description"], *(labelled(what, said, language) for what, said in told.items() if said)]


def advised(given: dict[str, Any], language: str, called: Callable[[str], str] = str) -> str:
    """When the country was told, and how, where that was said; `called` gives what a channel is shown as."""
    way = f" ({called(given['advised_by_channel'])})" if given.get("advised_by_channel") else ""
    return f"{phrase('advised', language)} {given['advised_on']}{way}"


def happened(event: dict[str, Any], language: str, called: Callable[[str], str] = str) -> str:
    """What an event of a history was, on one line; `called` gives what a state, a code or a partner is shown as."""
    detail, what = event["detail"], event["what"]
    parts = [phrase(f"event-{what}", language)]
    if what == "communicated":
        parts.append(", ".join(map(called, detail["partners"])))
    elif what == "replaced":
        parts.append(detail["by"])
    elif what == "released":
        parts.append(detail["output"])
    if event["to"] and event["from"] != event["to"]:
        parts.append(" -> ".join(called(state) for state in (event["from"], event["to"]) if state))
    coded = [called(code) if code else None for code in (event["channel"], detail.get("reason_code"))]
    said = (coded[0], event["reason"], detail.get("outcome"), coded[1], detail.get("note"))
    parts += [f"({text})" for text in said if text]
    if detail.get("advised_on"):
        parts.append(advised(detail, language, called))
    return one_line(" ".join(parts))


def replayed(again: dict[str, Any]) -> str:
    """What became of a suggestion that was made again and came out otherwise."""
    changes = ", ".join(f"{d['rank']}. {d['then'] or '-'} -> {d['now'] or '-'}" for d in again["differs"])
    files = ", ".join(again["changed_files"]) or "the program"
    return f"suggestions differ since {files} changed: {changes}"


def checked(value: dict[str, Any]) -> str:
    """How much of a register was checked, and whether it is as it was left."""
    state = "intact" if value["ok"] else f"{len(value['findings'])} findings"
    return f"{value['register']}: {value['referrals']} referrals, {value['events']} events: {state}"


def added(value: dict[str, Any]) -> str:
    """What an import added."""
    return f"{value['referrals']} new referrals, {value['events']} new events, {value['known']} known already"
