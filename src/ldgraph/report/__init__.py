"""Findings and answers as people and CI read them."""
