"""What goes into a new thing: values, identifiers, files and places, held against all data."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldgraph.graph.access import ENTITLED_TO_ALL, view_for
from ldgraph.graph.kinds import Kind, kinds
from ldgraph.graph.load import Dataset, load
from ldgraph.graph.places import Root, open_root, source_files
from ldgraph.graph.prefixes import prefixes_of, shorten
from ldgraph.intake.draft import Draft
from ldgraph.intake.filing import added
from ldgraph.intake.house import Block
from ldgraph.intake.mint import IdentifierError, Setting, Taken, slug
from ldgraph.intake.new import Header, Target, filed, findings, target_of
from ldgraph.intake.values import Refused, Values, written
from ldgraph.terms import DCT, PREF_LABEL, TYPE
from ldgraph.turtle.layout import format_turtle

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ON = dt.date(2026, 11, 25)
_NOTHING_TAKEN = Taken(frozenset(), ())
#: Which name a government has follows from its number, and nobody can guess that.
_NAMED_BY_HAND = {"LokaalBestuur"}


class _All(NamedTuple):
    root: Root
    dataset: Dataset
    prefixes: Mapping[str, str]
    values: Values
    kinds: Mapping[str, Kind]

    def setting(self) -> Setting:
        return Setting(self.dataset, self.root, self.prefixes)


@pytest.fixture(scope="module")
def everything(project: Path) -> _All:
    root = open_root(project / "voorbeeld")
    dataset, prefixes = load(source_files(root)), prefixes_of(root)
    values = Values(view_for(dataset, ENTITLED_TO_ALL), prefixes, _ON)
    return _All(root, dataset, prefixes, values, kinds(dataset, prefixes))


def _flags(all_: _All, quad: ox.Quad) -> list[tuple[str, str]]:
    """Write what is said of a thing as flags would say it."""
    found = []
    for one in all_.dataset.store.quads_for_pattern(quad.subject, None, None, quad.graph_name):
        if one.predicate.value in {TYPE, DCT + "identifier"}:
            continue
        is_name = isinstance(one.object, ox.NamedNode)
        typed = shorten(one.object.value, all_.prefixes) if is_name else one.object.value  # type: ignore[union-attr]
        flag = shorten(one.predicate.value, all_.prefixes)
        language = getattr(one.object, "language", None)
        found.append((f"{flag}-{language}" if language else flag, typed))
    return found


def _said(all_: _All, quad: ox.Quad) -> set[tuple[str, object]]:
    quads = all_.dataset.store.quads_for_pattern(quad.subject, None, None, quad.graph_name)
    said = {(one.predicate.value, one.object) for one in quads}
    return {one for one in said if one[0] not in {TYPE, DCT + "identifier"}}


def _of_own(all_: _All, kind: Kind) -> list[ox.Quad]:
    """Give the things of a class, those of the root itself where it has some."""
    files = all_.dataset.by_graph()
    node = ox.NamedNode(kind.iri)
    quads = list(all_.dataset.store.quads_for_pattern(None, ox.NamedNode(TYPE), node, None))
    own = [one for one in quads if files[one.graph_name.value].root.path == all_.root.path]  # type: ignore[union-attr]
    return sorted(own or quads, key=lambda one: str(one.subject))[:3]


def test_every_kind_of_thing_that_there_is_could_have_been_made(everything: _All) -> None:
    made = 0
    for kind in everything.kinds.values():
        for quad in _of_own(everything, kind) if not kind.below else []:
            draft = Draft(kind, everything.values, everything.dataset)

            problems = draft.read(_flags(everything, quad))

            assert (problems, draft.missing(), draft.missing_either()) == ([], [], []), quad
            taken = {(path, value) for path, values in draft.said.items() for value in values}
            assert taken == _said(everything, quad), quad
            made += 1
    assert made > 100


def test_it_would_be_named_by_the_rule_and_lie_with_its_likes(everything: _All) -> None:
    files = everything.dataset.by_graph()
    for kind in everything.kinds.values():
        for quad in _of_own(everything, kind) if not kind.below else []:
            home = files[quad.graph_name.value]  # type: ignore[union-attr]
            draft = Draft(kind, everything.values, everything.dataset)
            draft.read(_flags(everything, quad))
            wanted = "gemeente-99999" if kind.local in _NAMED_BY_HAND else None

            target = target_of(draft, everything.setting(), _NOTHING_TAKEN, wanted, None)

            assert target.file.restricted == home.restricted, quad
            if home.root.path == everything.root.path and home.restricted:
                assert target.file.graph == home.graph, quad


def test_in_whatever_file_it_lies_it_is_in_the_house_style(everything: _All) -> None:
    for kind in everything.kinds.values():
        for quad in _of_own(everything, kind)[:1] if not kind.below else []:
            draft = Draft(kind, everything.values, everything.dataset)
            draft.read(_flags(everything, quad))
            wanted = "gemeente-99999" if kind.local in _NAMED_BY_HAND else None
            target = target_of(draft, everything.setting(), _NOTHING_TAKEN, wanted, None)

            made = filed(draft, target, Header(), everything.root, _ON)

            assert format_turtle(made.content.encode(), "x") == (made.content, []), quad
            name = shorten(target.iri, everything.prefixes)
            assert made.content.splitlines()[made.line - 1] == name


def test_an_identifier_that_nobody_can_make_has_to_be_given(everything: _All) -> None:
    kind = next(one for one in everything.kinds.values() if one.local == "LokaalBestuur")
    draft = Draft(kind, everything.values, everything.dataset)
    draft.read([("label", "Nergensgem")])

    with pytest.raises(IdentifierError, match="choose one with --id"):
        target_of(draft, everything.setting(), _NOTHING_TAKEN, None, None)


def test_numbers_go_on_in_the_series_of_the_root_itself(everything: _All) -> None:
    kind = next(one for one in everything.kinds.values() if one.local == "TechnischeVereiste")
    draft = Draft(kind, everything.values, everything.dataset)
    taken = Taken(frozenset({"V904", "V905"}), ())

    target = target_of(draft, everything.setting(), taken, None, None)

    assert target.iri.endswith("/id/vereiste/V906")


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("Crèche & Co: 24/7", "creche-co-24-7"),
        ("  ", ""),
        ("\u202e\x00🙂", ""),
        ("een " * 60, "-".join(["een"] * 20)),
        ("x" * 500, "x" * 80),
    ],
)
def test_any_words_become_an_end_or_none(words: str, end: str) -> None:
    assert slug(words) == end


_OLD = "PREFIX ex: <https://x/>\nex:a ex:p 1 . # houd mij\n"


def _block(_: Mapping[str, str]) -> Block:
    return Block("ex:b", [("ex:p", ['"1"'])])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", 'PREFIX ex: <https://x/>\n\nex:b\n    ex:p "1" ;\n.\n'),
        (
            "# kop\n\nPREFIX ex: <https://x/>\n\nex:a\n    ex:p 1 ;\n.\n# staart\n",
            (
                "# kop\n\nPREFIX ex: <https://x/>\n\nex:a\n    ex:p 1 ;\n.\n# staart\n\nex:b\n"
                '    ex:p "1" ;\n.\n'
            ),
        ),
        (
            "@prefix ex: <https://x/>. ex:a ex:p 1 .  # houd mij",
            '@prefix ex: <https://x/>. ex:a ex:p 1 .  # houd mij\n\nex:b\n    ex:p "1" ;\n.\n',
        ),
        (
            '\ufeff<> <http://purl.org/dc/terms/modified> "2020-02-02" .\r\n',
            (
                "\ufeffPREFIX ex: <https://x/>\r\n<> <http://purl.org/dc/terms/modified> "
                '"2026-11-25" .\r\n\r\nex:b\r\n    ex:p "1" ;\r\n.\r\n'
            ),
        ),
        (
            'PREFIX ex: <https://x/>\nex:a ex:p <> ; ex:q "2020-02-02" .\n',
            (
                'PREFIX ex: <https://x/>\nex:a ex:p <> ; ex:q "2020-02-02" .\n\n'
                'ex:b\n    ex:p "1" ;\n.\n'
            ),
        ),
    ],
)
def test_a_block_is_added_and_all_else_stays(old: str, new: str) -> None:
    done = added(old.encode(), _block, {"ex": "https://x/"}, "2026-11-25")

    assert done.content == new
    assert done.content.splitlines()[done.line - 1] == "ex:b"


@given(
    words=st.text(st.characters(codec="utf-8"), min_size=1, max_size=60),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_text_is_kept_as_it_was_typed_or_refused(
    everything: _All, words: str, line_end: str
) -> None:
    kind = next(one for one in everything.kinds.values() if one.local == "Risico")
    draft = Draft(kind, everything.values, everything.dataset)
    if draft.read([("label-nl", words)]):
        return
    value = draft.said[PREF_LABEL][0]
    old = _OLD.replace("\n", line_end).encode()

    done = added(
        old,
        lambda prefixes: Block("ex:b", [("ex:p", [written(value, prefixes)])]),
        {},
        "2026-11-25",
    )

    quads = list(ox.parse(done.content.encode(), ox.RdfFormat.TURTLE))
    assert [quad.object for quad in quads if str(quad.subject) == "<https://x/b>"] == [
        ox.Literal(words.strip(), language="nl")
    ]
    assert len(quads) == 2
    assert done.content.count("\n") == done.content.count(line_end)


_TYPED = st.one_of(
    st.text(max_size=30),
    st.builds(
        "{}:{}".format, st.sampled_from(["bron", "ldg", "x", "http", "https"]), st.text(max_size=12)
    ),
    st.sampled_from(
        ["2026-11-25", "12,5", "-1", "true", "must", "1e400", "datalek", "\\", '"x"@en']
    ),
)


@settings(max_examples=60, deadline=None)
@given(number=st.integers(min_value=0), typed=_TYPED)
def test_whatever_is_typed_becomes_a_value_that_can_be_written_or_is_refused(
    everything: _All, number: int, typed: str
) -> None:
    fields = [one for kind in everything.kinds.values() for one in kind.fields]
    one = fields[number % len(fields)]
    try:
        value = everything.values.read(one, typed)
    except Refused:
        return

    turtle = f"<urn:x:s> <urn:x:p> {written(value, {})} ."

    assert [quad.object for quad in ox.parse(turtle.encode(), ox.RdfFormat.TURTLE)] == [value]


def test_what_a_new_thing_does_to_another_is_found(everything: _All) -> None:
    """A second key that is the same is a finding of the other thing too."""
    home = next(
        one
        for one in everything.dataset.files
        if one.path.name == "aanbod.ttl" and one.root.path == everything.root.path
    )
    old = home.path.read_bytes()
    content = old.decode() + (
        'aanbod:dubbel a ldg:Product ; dct:identifier "voorbeeld-back-up" ; '
        "ldg:aanbodsoort aanbodsoort:dienst .\n"
    )
    target = Target("https://data.vlaanderen.be/id/aanbod/dubbel", home, old, None)

    found = findings(everything.root, target, content, _ON, [])

    assert {one.focus for one in found if one.code == "Aanbod-sleutel-uniek"} == {
        "<https://data.vlaanderen.be/id/aanbod/dubbel>",
        "<https://data.vlaanderen.be/id/aanbod/voorbeeld-back-up>",
    }
    assert home.path.read_bytes() == old
