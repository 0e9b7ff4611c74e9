"""Write a root of Flemish size with invented governments: ``python -m benchmarks.generate FOLDER``.

300 governments x 120 requirements are about 300,000 statements; ``--times 10`` makes ten times
the governments, ``--times 0.1`` a tenth. The same seed and size give the same files, byte by byte.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks.catalogue import both, catalogue, date
from benchmarks.faults import plant
from benchmarks.governments import MOST, facts, governments, processes, public_blocks, shared_blocks
from benchmarks.model import copy_model, names_of

from ldgraph.intake.house import Block, layout, text, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CHECKOUT = Path(__file__).resolve().parent.parent
GOVERNMENTS = 300
SEED = 20261124
_CONFIG = """\
# Verzonnen besturen om aan te meten. Niets hierin bestaat.
name = "meting"
extends = ["{extends}"]
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the root."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder that does not exist yet")
    parser.add_argument("--times", type=float, default=1.0, help="how many times Flemish size")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument(
        "--public",
        action="store_true",
        help="extend the whole public root, real governments and catalogue included",
    )
    parser.add_argument(
        "--faults", action="store_true", help="plant a fault in one of forty assessments"
    )
    given = parser.parse_args(arguments)
    count = round(given.times * GOVERNMENTS)
    if not 1 <= count <= MOST:
        parser.error(f"--times {given.times} is {count} governments; wanted 1 to {MOST}")
    if given.folder.exists():
        parser.error(f"{given.folder} is already there")
    generate(given.folder, count, given.seed, public=given.public, faults=given.faults)


def generate(
    folder: Path, count: int, seed: int = SEED, *, public: bool = False, faults: bool = False
) -> None:
    """Write a root with ``count`` governments.

    It extends a copy of the model (ontology, shapes, queries, frameworks) in its folder ``model``,
    so that "all governments" are the invented ones; with ``public`` the checkout itself. With
    ``faults`` one of forty assessments is wrong.
    """
    copy_model(CHECKOUT, folder / "model")
    extends = CHECKOUT.as_posix() if public else "model"
    (folder / "ldgraph.toml").write_text(_CONFIG.format(extends=extends), encoding="utf-8")
    names = names_of(folder / "model")
    listed = catalogue(_chance(seed, "catalogue"), names)
    everyone = governments(count)
    prefixes = names.prefixes

    def write(path: str, title: str, blocks: Iterable[Block], reader: str = "") -> None:
        file = folder / "data" / f"{path}.ttl"
        file.parent.mkdir(parents=True, exist_ok=True)
        whole = [_graph(title, restricted=path.startswith("beperkt/"), reader=reader), *blocks]
        file.write_text(layout(f"{title}.", whole, prefixes), encoding="utf-8", newline="\n")

    write("openbaar/bronnen", "Bronnen van verzonnen feiten", _sources())
    write("openbaar/vereisten", "Verzonnen vereisten", listed.requirements)
    write("openbaar/aanbod", "Verzonnen aanbod, contracten en claims", listed.offerings)
    write(
        "openbaar/inschattingen",
        "Verzonnen doelniveaus en inschattingen",
        [one for one in listed.estimates if not one.subject.startswith("score:")],
    )
    write("openbaar/processen", "Verzonnen processen", processes())
    write(
        "openbaar/besturen",
        "Verzonnen besturen",
        public_blocks(_chance(seed, "governments"), everyone),
    )
    # Scores of offerings are the programme's own: they lie in its restricted file.
    scores = [one for one in listed.estimates if one.subject.startswith("score:")]
    shared = [*shared_blocks(everyone), *scores]
    write("beperkt/programma", "Wat over meerdere besturen gaat", shared)
    for one in everyone:
        # Chance of its own: a government keeps its facts in a smaller or larger root.
        known = facts(_chance(seed, one.slug), one, listed, names)
        told = plant(known) if faults else known
        write(f"beperkt/{one.slug}", f"Verzonnen feiten over {one.slug}", told, one.name)


def _chance(seed: int, what: str) -> Random:
    return Random(f"{seed}/{what}")  # noqa: S311 (made up, not secret)


def _graph(title: str, *, restricted: bool, reader: str) -> Block:
    return Block(
        "<>",
        [
            ("a", ["ldg:Graaf"]),
            ("dct:title", [text(title, "nl")]),
            ("dct:source", ["bron:verzonnen"]),
            ("dct:modified", date("2026-11-24")),
            ("dct:accessRights", ["toegang:NON_PUBLIC" if restricted else "toegang:PUBLIC"]),
            ("ldg:leesbaarVoor", [reader] if reader else []),
            ("ldg:fictief", ["true"]),
        ],
    )


def _sources() -> list[Block]:
    read = [typed("2026-11", "xsd:gYearMonth")]
    return [
        Block(name, [("a", ["ldg:Bron"]), ("skos:prefLabel", both(label)), ("ldg:gelezenOp", read)])
        for name, label in (
            ("bron:verzonnen", "meetgegevens"),
            ("bron:verzonnen-testverslag", "verslag van een test"),
        )
    ]


if __name__ == "__main__":
    main()
