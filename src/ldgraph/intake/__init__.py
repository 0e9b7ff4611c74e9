"""From other people's tables to Turtle files that a steward reviews."""
