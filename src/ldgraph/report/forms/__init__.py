"""The findings of one check in every form that people, hosts and machines read.

Each module has one form and one function, ``write``, which takes a ``Report`` and gives text. What
is waived, known or unchecked stands in each as that form has it (docs/findings.md).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldgraph.report.forms.report import Report

#: Form to the module that writes it, and to the ends of names of files that are taken for it.
_FORMS = {
    "human": ("human", (".txt",)),
    "json": ("objects", (".json",)),
    "sarif": ("sarif", (".sarif", ".sarif.json")),
    "junit": ("junit", (".xml",)),
    "github": ("github", ()),
    "gitlab": ("gitlab", ()),
    "markdown": ("markdown", (".md",)),
    "turtle": ("turtle", (".ttl",)),
    "jsonld": ("jsonld", (".jsonld",)),
}
FORMS = tuple(_FORMS)


def writer(form: str) -> Callable[[Report], str]:
    """Give the function that writes a form, with a line end behind its last line."""
    module = import_module(f"ldgraph.report.forms.{_FORMS[form][0]}")
    write: Callable[[Report], str] = module.write
    return write


def form_of(file: str) -> str | None:
    """Name the form that a file seems to be meant for, by the end of its name.

    >>> form_of("out/report.sarif.json")
    'sarif'
    """
    ends = [(end, form) for form, (_, known) in _FORMS.items() for end in known]
    fits = [(len(end), form) for end, form in ends if file.lower().endswith(end)]
    return max(fits)[1] if fits else None
