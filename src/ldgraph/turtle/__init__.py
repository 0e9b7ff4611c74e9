"""Turtle and TriG as people write it: tokens, statements with positions, faults, and layout."""
