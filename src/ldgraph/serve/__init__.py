"""A root over HTTP."""
