"""The server: a root over HTTP. The only package that knows HTTP."""
