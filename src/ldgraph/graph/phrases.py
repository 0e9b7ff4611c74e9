"""What a finding says where its shape has no ``sh:message``, in Dutch and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.terms import SH

if TYPE_CHECKING:
    from collections.abc import Mapping

#: By constraint component; ``{path}`` is the property, ``{wanted}`` the shape's parameter.
_PHRASES = {
    "MinCount": ("geef minstens {wanted} keer {path}", "give {path} at least {wanted} times"),
    "MaxCount": ("geef hoogstens {wanted} keer {path}", "give {path} at most {wanted} times"),
    "Datatype": ("{path} moet een {wanted} zijn", "{path} has to be a {wanted}"),
    "NodeKind": ("{path} moet een {wanted} zijn", "{path} has to be a {wanted}"),
    "Class": ("{path} moet een {wanted} zijn", "{path} has to be a {wanted}"),
    "In": ("{path} moet een van de toegestane waarden zijn", "{path} has to be an allowed value"),
    "HasValue": ("{path} moet {wanted} hebben", "{path} has to have {wanted}"),
    "Pattern": ("{path} moet passen op {wanted}", "{path} has to match {wanted}"),
    "MinLength": (
        "{path} moet minstens {wanted} tekens hebben",
        "{path} has to have at least {wanted} characters",
    ),
    "MaxLength": (
        "{path} mag hoogstens {wanted} tekens hebben",
        "{path} may have at most {wanted} characters",
    ),
    "MinInclusive": ("{path} moet minstens {wanted} zijn", "{path} has to be at least {wanted}"),
    "MaxInclusive": ("{path} mag hoogstens {wanted} zijn", "{path} may be at most {wanted}"),
    "MinExclusive": ("{path} moet meer dan {wanted} zijn", "{path} has to be more than {wanted}"),
    "MaxExclusive": ("{path} moet minder dan {wanted} zijn", "{path} has to be less than {wanted}"),
    "UniqueLang": ("geef {path} één keer per taal", "give {path} once a language"),
    "LanguageIn": ("{path} staat in een taal die hier niet mag", "{path} is in another language"),
    "Closed": ("deze eigenschap mag hier niet staan", "this property may not stand here"),
}
_OTHER = (
    "{path} voldoet niet aan sh:{name}",
    "{path} does not conform to sh:{name}",
)


def phrase(component: str, path: str, wanted: str) -> Mapping[str, str]:
    """Say what a constraint component (an IRI) wants of a property, written as in a file."""
    name = component.removeprefix(SH).removesuffix("ConstraintComponent")
    dutch, english = _PHRASES.get(name, _OTHER)
    local = name[:1].lower() + name[1:]
    return {
        "nl": dutch.format(path=path or "dit", wanted=wanted, name=local),
        "en": english.format(path=path or "this", wanted=wanted, name=local),
    }
