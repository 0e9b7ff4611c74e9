"""Files as named graphs: where they lie, loading, rules, validation and who may see what."""
