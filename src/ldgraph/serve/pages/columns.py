"""Columns of answers as people read them: their heads, and values that are codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.report.words import say
from ldgraph.serve.pages.names import Shown
from ldgraph.terms import DCT

if TYPE_CHECKING:
    from ldgraph.serve.pages.names import Writer

#: Heads, in Dutch and English; a column that is not here has its own name.
_HEADS = {
    "active_since": ("actief sinds", "active since"),
    "assessed": ("beoordeeld op", "assessed on"),
    "basis": ("basis", "basis"),
    "best_basis_rank": ("beste basis", "best basis"),
    "best_degree_rank": ("beste graad", "best degree"),
    "blind_spots": ("blinde vlekken", "blind spots"),
    "blind_spots_unknown": ("blinde vlekken zonder cijfer", "blind spots without a figure"),
    "capability": ("capability", "capability"),
    "category": ("categorie", "category"),
    "claim": ("dekking", "coverage claim"),
    "class": ("klasse", "class"),
    "comparison": ("vergelijking", "comparison"),
    "condition": ("voorwaarde", "condition"),
    "consequence": ("gevolg", "consequence"),
    "contested": ("betwist", "contested"),
    "contract": ("contract", "contract"),
    "control": ("maatregel", "control"),
    "controls": ("maatregelen", "controls"),
    "cost": ("kost", "cost"),
    "date": ("datum", "date"),
    "degree_rank": ("graad", "degree"),
    "delivered_itself": ("zelf geleverd", "delivered itself"),
    "delivery": ("levering", "delivery"),
    "disputed_on": ("betwist op", "disputed on"),
    "disputed_rank": ("andere status", "other status"),
    "documentation": ("documentatie", "documentation"),
    "edition": ("editie", "edition"),
    "estimated": ("ingeschat op", "estimated on"),
    "finding": ("bevinding", "finding"),
    "gaps": ("leemten", "gaps"),
    "gaps_unknown": ("leemten zonder cijfer", "gaps without a figure"),
    "government": ("bestuur", "government"),
    "governments": ("besturen", "governments"),
    "governments_blind": ("besturen met blinde vlek", "governments with a blind spot"),
    "governments_to_check": ("besturen na te gaan", "governments to be checked"),
    "governments_unknown": ("besturen zonder cijfer", "governments without a figure"),
    "impact": ("impact", "impact"),
    "implementation": ("implementatie", "implementation"),
    "in_combination": ("sluitbaar in combinatie", "closable in combination"),
    "in_order": ("in orde", "in order"),
    "in_use": ("in gebruik", "in use"),
    "inherited": ("overgenomen", "inherited"),
    "is_key": ("sleutelmaatregel", "key measure"),
    "kind": ("soort", "kind"),
    "level": ("niveau", "level"),
    "likelihood": ("kans", "likelihood"),
    "lowest_category": ("laagste categorie", "lowest category"),
    "lowest_key": ("laagste sleutelmaatregel", "lowest key measure"),
    "meets": ("haalt het", "meets it"),
    "missing": ("ontbreekt", "missing"),
    "must_haves": ("must-haves", "must-haves"),
    "must_unknown": ("onbekende must-haves", "unknown must-haves"),
    "need": ("behoefte", "need"),
    "need_from": ("behoefte van", "need from"),
    "need_to": ("behoefte tot", "need to"),
    "norm": ("norm", "norm"),
    "not_applicable": ("niet van toepassing", "not applicable"),
    "not_linked": ("niet gekoppeld", "not linked"),
    "obstacle": ("belemmering", "obstacle"),
    "obtainable": ("verkrijgbaar", "obtainable"),
    "offering": ("aanbod", "offering"),
    "offerings": ("aanbod (aantal)", "offerings"),
    "on": ("op", "on"),
    "open_gaps": ("open leemten", "open gaps"),
    "origin": ("herkomst", "origin"),
    "other": ("ander aanbod", "other offering"),
    "other_basis": ("andere basis", "other basis"),
    "other_degree_rank": ("andere graad", "other degree"),
    "outdated": ("verouderd", "outdated"),
    "own": ("eigen", "own"),
    "payment": ("betaling", "payment"),
    "population": ("besturen", "governments"),
    "predecessor": ("voorganger", "predecessor"),
    "price_model": ("prijsmodel", "price model"),
    "priority_rank": ("prioriteit", "priority"),
    "rank": ("status", "status"),
    "reach": ("bereik (inwoners)", "reach (inhabitants)"),
    "reaches": ("haalt de drempels", "reaches the thresholds"),
    "reason": ("wat niet bekend is", "what is not known"),
    "regime": ("regime", "regime"),
    "relation": ("verband", "relation"),
    "replaced": ("vervangen", "replaced"),
    "requirement": ("vereiste", "requirement"),
    "requirements": ("vereisten", "requirements"),
    "result": ("resultaat", "result"),
    "risk": ("risico", "risk"),
    "risk_score": ("risico (kans × impact)", "risk (likelihood × impact)"),
    "risk_state": ("stand", "state"),
    "score": ("score", "score"),
    "scored": ("gescoord", "scored"),
    "set_for": ("gezet voor", "set for"),
    "shared": ("gedeeld", "shared"),
    "sharing": ("besturen die delen", "governments that share"),
    "since": ("sinds", "since"),
    "state": ("stand", "state"),
    "status": ("status", "status"),
    "supplier": ("leverancier", "supplier"),
    "taken_over": ("overgenomen", "taken over"),
    "target": ("doelniveau", "target level"),
    "thing": ("wat", "what"),
    "things": ("aantal", "number"),
    "to_check": ("na te gaan", "to be checked"),
    "to_reconfirm": ("te herbevestigen", "to reconfirm"),
    "top": ("groep", "group"),
    "total": ("totaal", "total"),
    "unit": ("eenheid", "unit"),
    "unknown": ("onbekend", "unknown"),
    "until": ("tot", "until"),
    "use": ("gebruik", "use"),
    "valid_until": ("geldig tot", "valid until"),
    "weight": ("gewicht", "weight"),
    "why": ("waarom niet", "why not"),
}
#: The word for each rank of priority.
PRIORITIES = {"4": "must", "3": "should", "2": "could", "1": "wont"}
_DEGREES = {"2": "full", "1": "partial"}
_BASES = {"3": "geverifieerd", "2": "geclaimd", "1": "afgeleid"}
_WHETHER = {"to_check", "delivered_itself"}
_TEXTS = {
    "ja": ("ja", "yes"),
    "nee": ("nee", "no"),
    "na-te-gaan": ("na te gaan", "to be checked"),
    "niet-te-bepalen": ("niet te bepalen", "not to be determined"),
    "zelf": ("zelf", "itself"),
    "deel": ("een deel", "a part"),
    "gelijk": ("gelijk", "the same"),
    "meer": ("meer", "more"),
    "minder": ("minder", "less"),
    "gratis": ("gratis", "free"),
    "in-gebruik": ("in gebruik", "in use"),
    "ledenbijdrage": ("ledenbijdrage", "members' contribution"),
    "jaar": ("per jaar", "a year"),
    "project": ("per project", "a project"),
    "test": ("per test", "a test"),
    "open": ("open", "open"),
    "aangepakt": ("aangepakt", "handled"),
    "geen-must-have": ("geen must-have", "no must-have"),
    "bestuur": ("het bestuur", "the government"),
    "soort": ("zijn soort", "its kind"),
    "gescoord": ("gescoord", "scored"),
    "ontbreekt": ("ontbreekt", "missing"),
    "niet-van-toepassing": ("niet van toepassing", "not applicable"),
    "behoefte": ("behoefte", "need"),
    "beoordeling": ("beoordeling", "assessment"),
    "bron": ("bron", "source"),
    "dekking": ("dekking", "coverage claim"),
    "eigen lezing van": ("eigen lezing van", "own reading of"),
    "herkomst": ("herkomst", "origin"),
    "interactie": ("interactie", "interaction"),
    "maatregel": ("maatregel", "control"),
    "norm": ("norm", "norm"),
    "risico": ("risico", "risk"),
    "bereik": ("bereik", "reach"),
    "prijs": ("prijs", "price"),
    "gewicht": ("gewicht", "weight"),
}


def head(name: str, lang: str) -> str:
    """Name a column."""
    return _HEADS[name][lang != "nl"] if name in _HEADS else name.replace("_", " ")


def shown(write: Writer, column: str, term: object) -> Shown:
    """Show a value of a column; what is unbound is empty."""
    if term is None:
        return Shown("")
    if not isinstance(term, ox.Literal):
        value = write.value(term)
        if column == "requirement" and isinstance(term, ox.NamedNode):
            code = write.text(term.value, DCT + "identifier")
            return value._replace(text=f"{code} {value.text}".strip())
        return value
    return Shown(_coded(column, term.value, write.at.lang) or write.value(term).text)


def _coded(column: str, text: str, lang: str) -> str:
    """Give the words for a code; empty where it is none."""
    which = lang != "nl"
    key = ""
    if column == "priority_rank" and text in PRIORITIES:
        key = PRIORITIES[text]
    elif column.endswith("degree_rank"):
        return say(_DEGREES[text], lang) if text in _DEGREES else ("geen", "none")[which]
    elif column == "best_basis_rank" and text in _BASES:
        key = _BASES[text]
    elif column in {"rank", "disputed_rank"}:
        key = f"rank {text}"
    elif column in _WHETHER:
        return (("nee", "no"), ("ja", "yes"))[text == "1"][which]
    elif column == "state":
        key = f"{text}, one"
    elif column == "why":
        key = f"why not {text}"
    elif column == "reason" and text:
        key = f"unclear {text}"
    if key:
        return _said(key, lang)
    parts = text.split(" ") if column == "missing" else [text]
    return ", ".join(_TEXTS[one][which] if one in _TEXTS else one for one in parts)


def _said(key: str, lang: str) -> str:
    try:
        return say(key, lang)
    except KeyError:
        return _TEXTS.get(key, ("", ""))[lang != "nl"]
