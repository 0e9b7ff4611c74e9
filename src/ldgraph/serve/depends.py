"""What routes are given: who asks, from where, and what they may see. Data is reached so alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends
from starlette.requests import Request

from ldgraph.graph.access import EVERYONE, Audience
from ldgraph.serve.access.callers import refused
from ldgraph.serve.access.tokens import InvalidTokenError
from ldgraph.serve.http.where import Place, place
from ldgraph.serve.published import Published

if TYPE_CHECKING:
    from ldgraph.serve.library import Library

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


Who = Annotated[Audience, Depends(audience)]
Here = Annotated[Place, Depends(place)]
Seen = Annotated[Published, Depends(published)]
