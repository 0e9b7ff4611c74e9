"""The bytes of the pages: Turtle with relative addresses, the same wherever they are served.

A page of versions is closed once there is one after it, a month or a year once there is a version
in a later one; then nothing in it changes any more. Addresses end in ``.ttl``, so that a server of
files needs no rules. Blank nodes have names of their own, so that every other form that a page is
written in always has the same bytes too.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ldgraph.stream.versions import CREATE, DELETE, LAST, UPDATE, written_time
from ldgraph.terms import AS, DCT, LDES, PROV, RDFS, SH, TREE, TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ldgraph.stream.state import Version

SUFFIX = ".ttl"
#: The view with only the last version of each object, and the shape of a version.
LATEST, SHAPE = "laatste", "vorm"
#: Seconds between two looks that followers are asked to keep.
POLLING = 60
_PREFIXES = {
    "as": AS,
    "dct": DCT,
    "ldes": LDES,
    "prov": PROV,
    "rdfs": RDFS,
    "sh": SH,
    "tree": TREE,
    "xsd": XSD,
}
_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in _PREFIXES.items())
_XML_TIME = "^^xsd:dateTime"


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream: its IRI, and the name of its first page, which the others lie below."""

    iri: str
    name: str
    #: Address of the public repository, if versions may name their commits.
    repository: str = ""
    #: Labels in Dutch and English.
    titles: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page: its name, and from when until before when its versions are."""

    name: str
    start: int
    end: int | None


def name_of(root: str, number: int) -> str:
    """Name the stream of a root, and those that came in its place.

    >>> name_of("", 1), name_of("voorbeeld", 2)
    ('publiek', 'voorbeeld-publiek-2')
    """
    start = f"{root}-publiek" if root else "publiek"
    return start if number == 1 else f"{start}-{number}"


def is_page(content: bytes) -> bool:
    """Say whether a file is a page as it is written here."""
    return content.startswith(_HEAD.encode())


def versioned(version: Version) -> str:
    """Give the IRI of a version: that of its object, and its time."""
    return f"{version.object}/{written_time(version.ms)}"


def root(stream: Stream, links: Sequence[Link], first: int | None, replaces: str) -> str:
    """Write the first page of a stream, which describes it."""
    begins = [] if first is None else [f"ldes:startingFrom {_time(first)}"]
    node = ["a tree:Node", "ldes:retentionPolicy _:retention"]
    kept = f"_:retention {_said(['a ldes:RetentionPolicy', *begins])}"
    own = [
        *_titles(stream),
        "tree:view <>",
        f"rdfs:seeAlso <{_to(stream.name, f'{stream.name}/{LATEST}')}>",
        *([f"dct:replaces <{replaces}>"] if replaces else []),
    ]
    return _page(stream, stream.name, node, links, own) + kept


def latest_root(stream: Stream, links: Sequence[Link]) -> str:
    """Write the first page of the view with the last version of each object."""
    node = ["a tree:Node", "ldes:retentionPolicy _:retention"]
    kept = f"_:retention {_said(['a ldes:RetentionPolicy', 'ldes:versionAmount 1'])}"
    name = f"{stream.name}/{LATEST}"
    return _page(stream, name, node, links, [*_titles(stream), "tree:view <>"]) + kept


def between(stream: Stream, name: str, links: Sequence[Link], *, closed: bool) -> str:
    """Write the page of a year or a month, which leads to others."""
    return _page(stream, name, _node(closed=closed), links, [])


def of_versions(
    stream: Stream,
    name: str,
    versions: Sequence[Version],
    commits: dict[int, tuple[str, int]],
    *,
    closed: bool,
) -> str:
    """Write a page of versions.

    Args:
        stream: The stream.
        name: The page.
        versions: The versions, the first first.
        commits: By number, the name and the time of the commits that they were made by.
        closed: Whether no other will be on it.
    """
    members = [f"<{versioned(one)}>" for one in versions]
    own = ["tree:member\n        " + " ,\n        ".join(members)] if members else []
    start = _page(stream, name, _node(closed=closed), (), own)
    return start + "".join(_version(stream, one, *commits[one.seq]) for one in versions)


def shape(stream: Stream) -> str:
    """Write what each version conforms to."""
    name = f"{stream.name}/{SHAPE}"
    return f"""{_HEAD}
<> a sh:NodeShape ;
    rdfs:label "versie van een publiek object"@nl , "version of a public object"@en ;
    dct:isPartOf <{stream.iri}> ;
    sh:property _:of , _:at , _:change ;
    rdfs:seeAlso <{_to(name, stream.name)}> .
_:of sh:path dct:isVersionOf ; sh:nodeKind sh:IRI ; sh:minCount 1 ; sh:maxCount 1 .
_:at sh:path prov:generatedAtTime ; sh:datatype xsd:dateTime ; sh:minCount 1 ; sh:maxCount 1 .
_:change sh:path dct:type ; sh:nodeKind sh:IRI ; sh:minCount 1 .
"""


def replaced(stream: Stream, by: str, links: Sequence[Link] | None, first: int | None) -> str:
    """Write the first page of a stream in the place of which another came.

    Args:
        stream: The stream.
        by: The IRI of the other.
        links: Its pages, None where these are gone.
        first: The time of its first version.
    """
    gone = [
        (
            'rdfs:comment "ingetrokken: de pagina\'s zijn er niet meer"@nl , '
            '"withdrawn: its pages are gone"@en'
        )
    ]
    own = [f"dct:isReplacedBy <{by}>", *(gone if links is None else [])]
    return f"{root(stream, links or (), first, '')}\n<{stream.iri}> {_said(own)}"


def _page(stream: Stream, name: str, node: list[str], links: Iterable[Link], own: list[str]) -> str:
    relations = [one for link in links for one in _relations(name, link)]
    if relations:
        labels = [f"_:r{number}" for number in range(1, len(relations) + 1)]
        node = [*node, "tree:relation " + " , ".join(labels)]
        relations = [f"{label} {one}" for label, one in zip(labels, relations, strict=True)]
    elsewhere = [] if name == stream.name else [f"dct:isPartOf <{stream.iri}>"]
    shape = _to(name, f"{stream.name}/{SHAPE}")
    described = [
        "a ldes:EventStream",
        "ldes:timestampPath prov:generatedAtTime",
        "ldes:versionOfPath dct:isVersionOf",
        *(
            said
            for change in (CREATE, UPDATE, DELETE)
            for said in (
                f"ldes:version{change}Path dct:type",
                f"ldes:version{change}Object as:{change}",
            )
        ),
        f"ldes:pollingInterval {POLLING}",
        f"tree:shape <{shape}>",
        *own,
    ]
    return (
        f"{_HEAD}\n<> {_said([*node, *elsewhere])}\n<{stream.iri}> {_said(described)}\n"
        f"<{shape}> a sh:NodeShape .\n{''.join(relations)}"
    )


def _node(*, closed: bool) -> list[str]:
    return ["a tree:Node", *(["ldes:immutable true"] if closed else [])]


def _titles(stream: Stream) -> list[str]:
    dutch, english = stream.titles
    return [f'dct:title "{dutch}"@nl , "{english}"@en']


def _said(predicates: Iterable[str]) -> str:
    return " ;\n    ".join(predicates) + " .\n"


def _relations(here: str, link: Link) -> Iterator[str]:
    bounds = [("GreaterThanOrEqualTo", link.start), ("LessThan", link.end)]
    for kind, value in bounds:
        if value is not None:
            yield _said(
                [
                    f"a tree:{kind}Relation",
                    "tree:path prov:generatedAtTime",
                    f"tree:value {_time(value)}",
                    f"tree:node <{_to(here, link.name)}>",
                ]
            )


def _to(here: str, name: str) -> str:
    """Write the address of one page on another."""
    return posixpath.relpath(name + SUFFIX, posixpath.dirname(here) or ".")


def _time(ms: int) -> str:
    return f'"{written_time(ms)}"{_XML_TIME}'


def _version(stream: Stream, version: Version, commit: str, seconds: int) -> str:
    """Write a version: what it says of itself, then what was said of its object."""
    label = f"_:v{version.n}"
    activity = ["a prov:Activity"]
    if 0 <= seconds <= LAST:
        activity.append(f"prov:endedAtTime {_time(seconds * 1000)}")
    if stream.repository:
        activity.append(f"prov:used <{stream.repository}/commit/{commit}>")
    said = [
        f"dct:isVersionOf <{version.object}>",
        f"prov:generatedAtTime {_time(version.ms)}",
        f"dct:type as:{version.change}",
        f"prov:wasGeneratedBy {label}by",
    ]
    lines = version.lines.split("\n") if version.lines else []
    if version.change == DELETE:
        said = ["a as:Tombstone", *said, f"as:deleted {_time(version.ms)}"]
    own = [_line(one, label) for one in lines if not one.startswith("_:")]
    blanks = [f"{_line(one, label)} .\n" for one in lines if one.startswith("_:")]
    by = f"{label}by {' ; '.join(activity)} .\n"
    return f"\n<{versioned(version)}>\n    {_said([*said, *own])}{by}{''.join(blanks)}"


def _line(line: str, label: str) -> str:
    """Write a property and its value; blank nodes are set apart from those of other versions."""
    if line.startswith("_:"):
        subject, _, line = line.partition(" ")
        return f"{label}{subject[2:]} {_line(line, label)}"
    predicate, _, value = line.partition(" ")
    if value.startswith("_:"):
        value = f"{label}{value[2:]}"
    return f"{_short(predicate)} {value}"


def _short(predicate: str) -> str:
    """Write a property with a prefix where it is one of those that every page has."""
    if predicate == f"<{TYPE}>":
        return "a"
    for prefix, iri in _PREFIXES.items():
        local = predicate[1:-1].removeprefix(iri)
        if local != predicate[1:-1] and local.isascii() and local.isalpha():
            return f"{prefix}:{local}"
    return predicate
