"""Which of our governments a source speaks of, and what would have to change for us to agree.

Nobody's identifier stands for a government here: LBLOD's IRIs changed hands in mergers, so a number
counts only on the days on which it is its government's. Where numbers point to two of ours, or a
name alone agrees, a person decides. Nothing is proposed because a source is silent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.harvest.comparison import Comparison, day
from ldgraph.harvest.mergers import compare_merger
from ldgraph.harvest.newcomers import describe_new
from ldgraph.harvest.numbers import ISSUERS, compare_numbers, settle_contested
from ldgraph.harvest.observed import Life
from ldgraph.harvest.ours import WORDS
from ldgraph.harvest.proposal import Add, Replace, What
from ldgraph.terms import PREF_LABEL

if TYPE_CHECKING:
    from datetime import date

    from ldgraph.harvest.observed import Body, Observed
    from ldgraph.harvest.ours import Government, Ours
    from ldgraph.harvest.proposal import Edit, Proposed


def compare(observed: Observed, ours: Ours, on: date) -> Proposed:
    """Compare what a source says of governments with what the root says on a day."""
    at = Comparison(ours, on)
    at.out.left += observed.left
    for body in sorted(observed.bodies, key=lambda one: one.iri):
        _body(at, body)
    describe_new(at)
    for merger in sorted(observed.mergers, key=lambda one: (str(one.day), one.iri)):
        compare_merger(at, merger)
    settle_ended(at)
    settle_contested(at)
    return at.out


def _body(at: Comparison, body: Body) -> None:
    """Find which of ours a body is, and compare; else see whether it is a new one."""
    if body.kind not in WORDS:
        at.leave(
            body.iri,
            "een soort bestuur die hier niet beschreven wordt",
            "a kind of government that is not described here",
        )
        return
    found = _candidates(at, body)
    name = body.names[0] if body.names else body.iri
    if len(found) > 1:
        listed = "; ".join(f"{number} → {one.slug}" for number, one in found.values())
        at.ask(
            body.iri,
            name,
            f"de nummers wijzen naar verschillende besturen ({listed})",
            f"the numbers point to different governments ({listed})",
            tuple(found),
        )
        return
    if not found:
        _unknown(at, body, name)
        return
    number, government = next(iter(found.values()))
    if government.kind != body.kind:
        at.ask(
            body.iri,
            name,
            f"het nummer ({number}) is van een bestuur van een andere soort",
            f"the number ({number}) is of a government of another kind",
            (government.iri,),
        )
        return
    own = _own_numbers(body, government, at.on)
    theirs = body.ids.get(WORDS[body.kind][1], ())
    if own and theirs and not own & set(theirs):
        listed, had = ", ".join(theirs), ", ".join(sorted(own))
        at.ask(
            body.iri,
            name,
            f"{number} wijst naar {government.label} ({had}), maar de bron geeft {listed}: is het "
            "een opvolger?",
            f"{number} points to {government.label} ({had}), but the source gives {listed}: is it "
            "a successor?",
            (government.iri,),
        )
        return
    at.matched[body.iri] = government
    _differences(at, body, government)


def _own_numbers(body: Body, government: Government, on: date) -> set[str]:
    """Give the number by which a government is known: of an OCMW that of its municipality."""
    issuer = WORDS[body.kind][1]
    if issuer == "NIS":
        return {government.slug.rpartition("-")[2]}
    return {one.value for one in government.current(issuer, on)} if issuer != "KBO" else set()


def _candidates(at: Comparison, body: Body) -> dict[str, tuple[str, Government]]:
    """Give who has one of a body's numbers: on the day of the source, else ever."""
    when = body.said_on or at.on
    # What is there under a number that nobody has is not who once had another of its numbers.
    own = body.ids.get(WORDS[body.kind][1], ())
    is_other = body.life is Life.ACTIVE and WORDS[body.kind][1] == "NIS" and bool(own)
    for always in (False,) if is_other else (False, True):
        found: dict[str, tuple[str, Government]] = {}
        for issuer in ISSUERS:
            for value in body.ids.get(issuer, ()):
                for government, number in at.ours.with_number(issuer, value):
                    # A municipality and its OCMW have one NIS code.
                    if issuer == "NIS" and government.kind != body.kind:
                        continue
                    if always or number.holds_on(when):
                        found.setdefault(government.iri, (f"{issuer} {value}", government))
        by_number = _by_own_number(at, body)
        if by_number:
            found.setdefault(by_number.iri, (f"NIS {body.ids['NIS'][0]}", by_number))
        if found:
            return found
    return {}


def _by_own_number(at: Comparison, body: Body) -> Government | None:
    """Give the government whose IRI has the body's number, where that is how IRIs are made."""
    word, issuer = WORDS[body.kind]
    values = body.ids.get(issuer, ())
    if issuer != "NIS" or len(values) != 1:
        return None
    return at.ours.governments.get(at.iri_of(word, values[0]))


def _unknown(at: Comparison, body: Body, name: str) -> None:
    """See whether a body that has none of our numbers is new."""
    wanted = at.name_of(body)
    alike = at.ours.with_name(body.kind, wanted)
    if alike:
        at.ask(
            body.iri,
            name,
            "alleen de naam komt overeen, geen enkel nummer",
            "the name alone agrees, no number does",
            alike,
        )
    elif body.life is Life.ENDED:
        at.leave(
            body.iri,
            "opgeheven volgens de bron, en hier nooit beschreven",
            "ended by its source, and never described here",
        )
    elif body.life is Life.UNSAID:
        at.leave(
            body.iri,
            "hier niet gekend, en de bron zegt niet dat het bestaat",
            "not known here, and its source does not say that it is there",
        )
    else:
        at.new[body.iri] = body


def _differences(at: Comparison, body: Body, government: Government) -> None:
    """Propose what a source says otherwise of a government of ours."""
    before = at.told
    _life(at, body, government)
    if body.life is not Life.ENDED and government.until is None:
        _name(at, body, government)
        compare_numbers(at, body, government)
    if before == at.told:
        at.out.equal += 1


def _life(at: Comparison, body: Body, government: Government) -> None:
    if body.life is Life.ENDED and government.until is None:
        at.ended[government.iri] = body, government
    elif body.life is Life.ENDED and body.until and government.until != body.until:
        at.ask(
            body.iri,
            government.label,
            f"volgens de bron is het opgeheven op {body.until}, hier op {government.until}",
            f"by its source it ended on {body.until}, here on {government.until}",
            (government.iri,),
        )
    elif body.life is Life.ACTIVE and government.until and government.until <= at.on:
        at.ask(
            body.iri,
            government.label,
            f"volgens de bron bestaat het, hier is het opgeheven op {government.until}",
            f"by its source it is there, here it ended on {government.until}",
            (government.iri,),
        )


def _name(at: Comparison, body: Body, government: Government) -> None:
    if len(body.names) > 1:
        listed = " / ".join(body.names)
        at.ask(
            body.iri,
            government.label,
            f"de bron geeft meer dan één naam: {listed}",
            f"the source gives more than one name: {listed}",
            (government.iri,),
        )
    elif body.names and at.name_of(body) != government.label and government.label:
        new = at.name_of(body)
        if new.isupper() and not government.label.isupper():
            at.leave(
                body.iri,
                "een naam in hoofdletters neemt niets over van een met kleine letters",
                "a name in capitals takes nothing over from one in small letters",
            )
            return
        if new in at.ours.predecessors(government.iri):
            at.ask(
                body.iri,
                government.label,
                f"de bron noemt het zoals een voorganger: {new}; is ze van voor de fusie?",
                f"the source calls it as a predecessor: {new}; is it of before the merger?",
                (government.iri,),
            )
            return
        old = ox.Literal(government.label, language="nl")
        edit = Replace(government.iri, PREF_LABEL, old, ox.Literal(new, language="nl"))
        at.propose(What.NAME, government, (government.label, new), body.iri, [edit])


def settle_ended(at: Comparison) -> None:
    """Propose, or ask after, the end of governments that no merger of the source ended."""
    for body, government in at.ended.values():
        if body.until:
            edits: list[Edit] = [Add(government.iri, at.ours.ldg + "bestaatTot", day(body.until))]
            at.propose(What.STATUS, government, ("", f"opgeheven op {body.until}"), body.iri, edits)
        else:
            at.ask(
                body.iri,
                government.label,
                "opgeheven volgens de bron, die niet zegt sinds wanneer",
                "ended by its source, which does not say since when",
                (government.iri,),
            )
