"""Ask for what lacks of a new thing, on a terminal; whatever is typed wrong is asked again.

Questions go to standard error, so that what comes out can go into a pipe. Nothing here writes a
file: to stop at any question (Ctrl-C) loses what was typed and nothing else.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from ldgraph.graph.prefixes import shorten
from ldgraph.intake.draft import UnknownFlagError
from ldgraph.intake.values import Refused
from ldgraph.report.visible import visible
from ldgraph.report.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ldgraph.graph.kinds import Field, Kind
    from ldgraph.intake.draft import Draft, Problem
    from ldgraph.intake.values import Choice, Value, Values


def is_asked() -> bool:
    """Say whether somebody sits at the other end."""
    return sys.stdin.isatty() and sys.stderr.isatty()


@dataclass(frozen=True, slots=True)
class Form:
    """Asks in one language."""

    lang: str

    def ask(self, words: str) -> str:
        """Ask one line; empty where nothing was typed."""
        answer: str = click.prompt(
            visible(words), default="", show_default=False, err=True, prompt_suffix=": "
        )
        return answer.strip()

    def tell(self, line: str) -> None:
        """Write a line to whoever is asked."""
        click.echo(visible(line), err=True)

    def narrower(self, kind: Kind, known: Mapping[str, Kind]) -> Kind:
        """Ask which of the narrower classes a thing is."""
        there = [known[iri] for iri in kind.below]
        self._tell_numbered([f"{one.local.lower()}  {self._label(one)}" for one in there])
        while True:
            typed = self.ask(say("which_kind", self.lang)).casefold()
            for number, one in enumerate(there, 1):
                if typed in {str(number), one.local.casefold(), self._label(one).casefold()}:
                    return one

    def again(self, draft: Draft, problems: Sequence[Problem]) -> None:
        """Ask anew for each value that would not do."""
        for problem in problems:
            one, language = draft.field_of(problem.flag)
            self.tell(problem.line(self.lang))
            self.value(draft, one, language)

    def fill(self, draft: Draft) -> None:
        """Ask for all that lacks, then for one of each choice, then for what may be said too.

        Of a thing that is whole already nothing is asked.
        """
        if not draft.missing() and not draft.missing_either():
            return
        while missing := draft.missing():
            one, problem = missing[0]
            # A flag that ends in a language asks for a text in that language.
            language = draft.field_of(problem.flag)[1] or ("nl" if one.languages else "")
            while not self.value(draft, one, language):
                self.tell(problem.line(self.lang))
        for problem in draft.missing_either():
            self.tell(problem.line(self.lang))
            self.more(draft, say("which_of_these", self.lang))
        self.more(draft, say("which_more", self.lang))

    def more(self, draft: Draft, words: str) -> bool:
        """Ask which properties to say more of, until nothing is typed; say whether any was.

        One that is said already is said anew.
        """
        names = [draft.flag_of(one) for one in draft.kind.fields]
        self.tell(f"    {', '.join(names)}")
        changed = False
        while typed := self.ask(words):
            try:
                one, language = draft.field_of(typed.lstrip("-"))
            except UnknownFlagError as error:
                self.tell(error.message(self.lang))
                continue
            before = draft.said.pop(one.path, None)
            if self.value(draft, one, language):
                changed = True
            elif before is not None:
                draft.said[one.path] = before
        return changed

    def value(self, draft: Draft, one: Field, language: str = "") -> bool:
        """Ask for the values of a property; say whether one was given."""
        shown = draft.values.shown(one, self.lang)
        numbered = self._offer(shown)
        name = one.names.get(self.lang) or one.names.get("nl") or draft.flag_of(one)
        tag = f" @{language}" if language else ""
        words = f"{name} ({shorten(one.path, draft.values.prefixes)}){tag}"
        given = False
        while True:
            typed = self.ask(words if not given else f"{words}, {say('another', self.lang)}")
            if not typed:
                return given
            if numbered and typed.isdecimal() and 0 < int(typed) <= len(shown):
                typed = shown[int(typed) - 1].name
            try:
                draft.take(one, typed, language)
            except Refused as refused:
                self._refuse(refused)
                continue
            given = True
            if one.is_single or language:
                return True

    def single(self, values: Values, one: Field, words: str) -> Value:
        """Ask for one value of a property until there is one."""
        while True:
            try:
                return values.read(one, self.ask(words))
            except Refused as refused:
                self._refuse(refused)

    def agreed(self, words: str) -> bool:
        """Ask whether to go on; only a no stops."""
        while True:
            typed = self.ask(words).casefold()
            if typed in {"", "j", "ja", "y", "yes"}:
                return True
            if typed in {"n", "nee", "no"}:
                return False

    def _refuse(self, refused: Refused) -> None:
        message = refused.messages.get(self.lang) or refused.messages["nl"]
        self.tell(message)
        if not all(one in message for one in refused.allowed):
            self.tell(f"    {say('allowed', self.lang)}: {', '.join(refused.allowed)}")

    def _offer(self, shown: Sequence[Choice]) -> bool:
        """Show what may be chosen; numbered, unless a number is itself one of the choices."""
        lines = [f"{one.name}  {one.label}".rstrip() for one in shown]
        if any(one.name.partition(":")[2].isdecimal() for one in shown):
            for line in lines:
                self.tell(f"    {line}")
            return False
        self._tell_numbered(lines)
        return True

    def _tell_numbered(self, lines: Sequence[str]) -> None:
        for number, line in enumerate(lines, 1):
            self.tell(f"    {number:>2}  {line}")

    def _label(self, kind: Kind) -> str:
        return kind.labels.get(self.lang) or kind.labels.get("nl") or kind.local
