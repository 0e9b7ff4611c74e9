"""Who publishes, on which terms: read from the settings, never made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.catalogue.settings import NoTermsError, terms_of
from ldgraph.errors import ConfigError
from ldgraph.graph.places import open_root

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Small = Callable[..., Path]

_WHOLE = {
    "licence": "https://example.org/licence",
    "publisher": "https://example.org/publisher",
    "publisher_name": "Uitgever",
    "contact_name": "Loket",
    "contact_email": "loket@example.org",
}


def _settings(**values: str) -> str:
    return "[catalogus]\n" + "".join(f'{key} = "{value}"\n' for key, value in values.items())


def test_the_programme_says_who_publishes_it(project: Path) -> None:
    terms = terms_of(open_root(project))

    assert terms.publisher.endswith("/OVO002949")
    assert terms.licence.endswith("/modellicentie-gratis-hergebruik/v1.0")
    assert terms.contact_page


def test_a_root_says_what_the_one_that_it_extends_does_not(small: Small) -> None:
    below = small({}, _settings(**_WHOLE, phase="live"), "onder")
    above = small(
        {},
        f'name = "boven"\nextends = ["{below}"]\n'
        + _settings(publisher_name="Ander", contact_page="https://example.org/hulp"),
        "boven",
    )

    terms = terms_of(open_root(above))

    assert (terms.publisher_name, terms.phase) == ("Ander", "live")
    # Who is reached on a page is not reached by the mail of another.
    assert (terms.contact_page, terms.contact_email) == ("https://example.org/hulp", "")


@pytest.mark.parametrize("key", sorted(_WHOLE))
def test_what_is_not_said_is_named(small: Small, key: str) -> None:
    folder = small({}, _settings(**{name: one for name, one in _WHOLE.items() if name != key}))

    with pytest.raises(NoTermsError, match=key) as caught:
        terms_of(open_root(folder))

    assert key in caught.value.message("nl")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("licence = 3", r"toml:2:1: 'licence' is 3; wanted an IRI"),
        ('publisher = "OVO002949"', r"toml:2:1: 'publisher' is 'OVO002949'; wanted an IRI"),
        ('publisher_name = ""', r"toml:2:1: 'publisher_name' is ''; wanted a name"),
        ('contact_email = "loket"', r"wanted an e-mail address"),
        ('contact_page = "mailto:a@b.be"', r"wanted the address of a page"),
        ('phase = "beta"', r"wanted design \| live"),
        ('stage = "prod"', r"wanted DEV \| TEST"),
        ('license = "https://example.org/x"', r"toml:2:1: unknown key 'license'; did you mean"),
    ],
)
def test_what_cannot_be_is_told_where_it_stands(small: Small, line: str, said: str) -> None:
    folder = small({}, f"[catalogus]\n{line}\n")

    with pytest.raises(ConfigError, match=said):
        terms_of(open_root(folder))
