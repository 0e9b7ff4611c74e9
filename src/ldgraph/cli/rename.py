"""The command that gives things other IRIs in all files of a root."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from ldgraph.cli.session import Session, progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldgraph.errors import Position
    from ldgraph.graph.rewrite import Plan

_MOST_SHOWN = 20


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--base", is_flag=True, help="Move the whole root from one base address to another.")
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would change.")
@click.pass_obj
def rename(session: Session, old: str, new: str, *, base: bool, dry_run: bool) -> None:
    """Give OLD the IRI NEW in every file of the root: data, ontology, shapes, queries, waivers.

    OLD and NEW are a prefixed name, an IRI, or either as it stands in a file. Layout and comments
    stay; where a comment or a text names OLD, that is listed.

    All files are changed, or none. Those of a root that this one extends are not touched.

    With --base, OLD and NEW are the addresses that identifiers start with; the vocabulary (ns/)
    and the shapes (shacl/) move along. A root that extends this one follows with the same command.
    """
    from ldgraph.graph.load import load
    from ldgraph.graph.places import source_files
    from ldgraph.graph.rename import plan_base, plan_term
    from ldgraph.graph.rewrite import carry_out
    from ldgraph.report.words import say

    root = session.own_root()
    with progress() as step:
        dataset = load(source_files(root), step)
    session.refuse_faults(dataset)
    plan = (plan_base if base else plan_term)(root, dataset, old, new)
    if not dry_run:
        carry_out(plan)
    session.show(_lines(plan, session.lang, "would_change" if dry_run else "changed"))
    if base:
        session.show([say("others_stay", session.lang)])
    words = shlex.join(["rename", *(["--base"] if base else []), old, new])
    session.show(_followers(plan, words, session.lang))


def _lines(plan: Plan, lang: str, done: str) -> Iterator[str]:
    from ldgraph.intake.mark import is_untouched
    from ldgraph.report.source import shown_name
    from ldgraph.report.words import count, say

    for one in plan.changes:
        yield f"{say(done, lang)} {shown_name(one.shown)}: {count(one.places, 'places', lang)}"
    places, files = count(plan.places, "places", lang), count(len(plan.changes), "files", lang)
    yield f"{places} {say('in', lang)} {files}"
    if plan.modules:
        yield say("program_names", lang)
        yield from (f"    {one}" for one in plan.modules)
    imported = [one for one in plan.changes if is_untouched(one.old)]
    if imported:
        yield f"{say('import_writes', lang)} {count(len(imported), 'files', lang)}"
    yield from _left(plan.left, lang)


def _followers(plan: Plan, words: str, lang: str) -> Iterator[str]:
    from ldgraph.report.source import shown_name
    from ldgraph.report.words import count, say

    for folder, number in plan.followers:
        name = shown_name(folder)
        yield f"{say('also_named', lang)} {name}: {count(number, 'files', lang)}"
        yield f"    ldgraph --root {shlex.quote(name)} {words}"


def _left(left: Sequence[Position], lang: str) -> Iterator[str]:
    from ldgraph.report.source import shown_name
    from ldgraph.report.words import say

    if left:
        yield say("left_in_words", lang)
    for at in left[:_MOST_SHOWN]:
        yield f"    {shown_name(at.file)}:{at.line}:{at.column}"
    if len(left) > _MOST_SHOWN:
        yield f"    … (+{len(left) - _MOST_SHOWN})"
