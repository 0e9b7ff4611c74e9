"""What every answer below /v1 has around its content: its hash, its links, who may keep it."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from starlette.responses import Response

from ldgraph.serve.http import answers
from ldgraph.serve.http.answers import VARY
from ldgraph.serve.http.negotiate import HTML
from ldgraph.serve.http.problems import CORS, not_found
from ldgraph.serve.kept import answered, kept, queries
from ldgraph.serve.pages import layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from starlette.requests import Request

    from ldgraph.serve.http.negotiate import Form
    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published
    from ldgraph.serve.questions.given import Page


class Asked(NamedTuple):
    """One request below /v1, as everything that makes its answer needs it."""

    published: Published
    at: Place
    #: The path as it was sent, without the extension of a form.
    path: str
    #: What was given, by name, without the part that is asked for.
    given: Mapping[str, str]
    #: The extension, where there was one: the other pages are asked for in the same form.
    extension: str = ""
    #: Which part, where that was said.
    page: Page | None = None

    @property
    def base(self) -> str:
        """The address without parameters."""
        return f"{self.at.here}{self.path}"

    @property
    def iri(self) -> str:
        """What the whole answer is called, in whatever form, of which pages are parts."""
        return self._written(self.base, self.given)

    def part(self, page: Page) -> str:
        """Give the address of a part of the answer, in the same form."""
        query = {**self.given, "limit": str(page.limit), "offset": str(page.offset)}
        return self._written(f"{self.base}{self._dotted(self.extension)}", query)

    def itself(self) -> str:
        """Give the address as it was asked."""
        return self.form(self.extension)

    def form(self, extension: str) -> str:
        """Give the address of the same part in a form."""
        query = dict(self.given)
        if self.page is not None:
            query |= {"limit": str(self.page.limit), "offset": str(self.page.offset)}
        return self._written(f"{self.base}{self._dotted(extension)}", query)

    @staticmethod
    def _dotted(extension: str) -> str:
        return f".{extension}" if extension else ""

    @staticmethod
    def _written(path: str, query: Mapping[str, str]) -> str:
        return f"{path}?{urlencode(query)}" if query else path


def links(asked: Asked, page: Page, *, more: bool) -> dict[str, str]:
    """Give the addresses of this part, the first, the one before and the one behind it."""
    found = {
        "self": asked.part(page),
        "eerste": asked.part(page._replace(offset=0)),
    }
    if page.offset:
        before = page._replace(offset=max(0, page.offset - page.limit))
        found["vorige"] = asked.part(before)
    if more:
        found["volgende"] = asked.part(page._replace(offset=page.offset + page.limit))
    return found


#: Another version of the program may write the same otherwise.
_PROGRAM = version("ldgraph").encode()
_RELATIONS = {"eerste": "first", "vorige": "prev", "volgende": "next"}


def tag_of(published: Published, *parts: str) -> str:
    """Hash what an answer hangs on, so that it need not be made to know that it is the same."""
    digest = hashlib.sha256(_PROGRAM)
    for part in (published.version, kept(published, "hash of questions", _hash), *parts):
        digest.update(b"\0" + part.encode())
    return f'"{digest.hexdigest()[:32]}"'


def _hash(published: Published) -> str:
    """Hash the stored questions: they are no part of the version of the data."""
    every = "\0".join(f"{name}\0{one.text}" for name, one in queries(published).items())
    return hashlib.sha256(every.encode()).hexdigest()


def reply(  # noqa: PLR0913, PLR0917 (what an answer is made of)
    request: Request,
    asked: Asked,
    form: Form,
    forms: Iterable[Form],
    tag: str,
    make: Callable[[], tuple[bytes, Mapping[str, str]]],
) -> Response:
    """Answer, or say that the caller has it: then it is not even made.

    ``make`` gives the content and the addresses of other parts of the answer.
    """
    headers = {
        "ETag": tag,
        "Vary": VARY,
        "Cache-Control": "public, no-cache",
        "Content-Language": asked.at.lang,
        "X-Content-Type-Options": "nosniff",
        **CORS,
    }
    if answers.is_known(request, tag):
        return Response(status_code=304, headers=headers)
    own = asked.form(form.extension)
    # Two addresses may have one hash: it says of what an answer is made, not which it is.
    body, others = answered(asked.published, f"{own} {asked.extension} {tag}", make)
    listed = [
        f'<{others[name]}>; rel="{rel}"' for name, rel in _RELATIONS.items() if name in others
    ]
    listed += [
        f'<{asked.form(one.extension)}>; rel="alternate"; type="{one.media}"'
        for one in forms
        if one is not form
    ]
    if form is HTML:
        headers |= layout.HEADERS
    headers["Content-Location"] = own
    headers["Link"] = ", ".join(listed)
    text = form.media.startswith("text/")
    headers["Content-Type"] = f"{form.media}; charset=utf-8" if text else form.media
    response = Response(body, headers=headers)
    if request.method == "HEAD":
        response.body = b""
    return response


def form_of(request: Request, extension: str, forms: tuple[Form, ...]) -> Form:
    """Give the form that an extension names, else the one that the header Accept asks for.

    Raises:
        Problem: There is none.
    """
    for form in forms:
        if form.extension == extension:
            return form
    if extension:
        raise not_found()
    return answers.wanted(request, forms)
