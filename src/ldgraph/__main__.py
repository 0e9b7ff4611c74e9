"""``python -m ldgraph``."""

from ldgraph.cli import main

main()
