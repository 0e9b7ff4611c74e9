"""What routes are given: who asks, from where, and what they may see. Data is reached so alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends
from starlette.requests import Request

from ldgraph.graph.access import EVERYONE, Audience
from ldgraph.serve.http.where import Place, place
from ldgraph.serve.published import Published

if TYPE_CHECKING:
    from ldgraph.serve.library import Library

READ = ["GET", "HEAD"]


def audience() -> Audience:
    """Say who asks. Until there are tokens: everyone."""
    return EVERYONE


def published(request: Request, who: Annotated[Audience, Depends(audience)]) -> Published:
    """Give what the caller may see, as it is now: a request sees one snapshot from start to end."""
    library: Library = request.app.state.library
    return library.published(who)


Who = Annotated[Audience, Depends(audience)]
Here = Annotated[Place, Depends(place)]
Seen = Annotated[Published, Depends(published)]
