"""Disclosure control: which counts may be published so that nothing of one member can be found."""
