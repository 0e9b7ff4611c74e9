"""What routes are given: who asks, from where, and what they may see. Data is reached so alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends
from starlette.requests import Request

from ldgraph.graph.access import EVERYONE, Audience
from ldgraph.serve import catalogue
from ldgraph.serve.access.callers import refused
from ldgraph.serve.access.tokens import InvalidTokenError
from ldgraph.serve.http import answers
from ldgraph.serve.http.negotiate import FORMS, HTML
from ldgraph.serve.http.where import Place, place
from ldgraph.serve.published import Published
from ldgraph.serve.questions import given, parameters

if TYPE_CHECKING:
    from ldgraph.serve.library import Library
    from ldgraph.serve.settings import Settings

READ = ["GET", "HEAD"]


async def audience(request: Request) -> Audience:
    """Say who asks, as it was found out of the headers before the request came here.

    Raises:
        Problem: There is a token at which nobody looked.
    """
    found = getattr(request.state, "audience", None)
    if isinstance(found, Audience):
        return found
    if "authorization" in request.headers:
        raise refused(InvalidTokenError("it has no use here", "het dient hier nergens toe"))
    return EVERYONE


async def published(request: Request, who: Annotated[Audience, Depends(audience)]) -> Published:
    """Give what the caller may see, as it is now: a request sees one snapshot from start to end."""
    library: Library = request.app.state.library
    return await library.soon(who)


async def public(request: Request) -> Published:
    """Give what everyone may see, whoever asks."""
    library: Library = request.app.state.library
    return library.public


async def offered(request: Request) -> Published:
    """Give what everyone may see, once the files of it are made."""
    found: Published = request.app.state.library.public
    await catalogue.soon(found)
    return found


async def offered_by_name(at: Annotated[Place, Depends(place)], request: Request) -> Published:
    """Give what everyone may see, once its files are made if the path may be of one of them."""
    found: Published = request.app.state.library.public
    if catalogue.is_name(at.name.strip("/").partition("/")[2]):
        await catalogue.soon(found)
    return found


async def offered_as_data(request: Request) -> Published:
    """Give what everyone may see, once its files are made if no page is asked for.

    Raises:
        Problem: What is asked for has no form that the caller takes.
    """
    found: Published = request.app.state.library.public
    if answers.wanted(request, FORMS) is not HTML:
        await catalogue.soon(found)
    return found


async def counted(request: Request) -> Published:
    """Give what everyone may see, once it is counted."""
    found: Published = request.app.state.library.public
    await catalogue.soon(found, counted=True)
    return found


def today(request: Request) -> date:
    """Give the day that answers hold on where none is asked for."""
    settings: Settings = request.app.state.settings
    return settings.today


def reference_date(request: Request) -> date:
    """Give the day that answers hold on: the one asked for, else the server's, else today.

    Raises:
        Problem: What was asked for is no date, or there are several.
    """
    asked = given.read(request, (parameters.DATE,), parameters.ALIASES, others_pass=True)
    return parameters.reference_date(asked, today(request))


Who = Annotated[Audience, Depends(audience)]
Here = Annotated[Place, Depends(place)]
Seen = Annotated[Published, Depends(published)]
Public = Annotated[Published, Depends(public)]
Offered = Annotated[Published, Depends(offered)]
OfferedByName = Annotated[Published, Depends(offered_by_name)]
OfferedAsData = Annotated[Published, Depends(offered_as_data)]
Counted = Annotated[Published, Depends(counted)]
When = Annotated[date, Depends(reference_date)]
