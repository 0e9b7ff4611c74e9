"""The addresses of the server, a module per subject, each with a ``router``."""
