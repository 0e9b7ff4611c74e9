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
from ldgraph.serve.http.problems import Problem
from ldgraph.serve.http.where import Place, place
from ldgraph.serve.published import Published

if TYPE_CHECKING:
    from ldgraph.serve.library import Library
    from ldgraph.serve.settings import Settings

READ = ["GET", "HEAD"]
#: The name of the reference date in an address, and another that is understood.
_DATE = ("datum", "date")


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
    asked = request.query_params
    given = [one for name in _DATE for one in asked.getlist(name) if one]
    if not given:
        return today(request)
    try:
        (one,) = given
        return date.fromisoformat(one)
    except ValueError:
        raise Problem(
            400,
            (
                "De parameter datum kan niet: verwacht één datum, als jjjj-mm-dd.",
                "The parameter datum cannot be: wanted one date, as yyyy-mm-dd.",
            ),
            about="verzoek",
            parameter=_DATE[0],
            wanted=("2026-11-25",),
        ) from None


Who = Annotated[Audience, Depends(audience)]
Here = Annotated[Place, Depends(place)]
Seen = Annotated[Published, Depends(published)]
Public = Annotated[Published, Depends(public)]
Offered = Annotated[Published, Depends(offered)]
Counted = Annotated[Published, Depends(counted)]
When = Annotated[date, Depends(reference_date)]
