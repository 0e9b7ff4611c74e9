"""Which offering covers which gap? A knowledge graph for Flemish local governments."""
