"""JSON as programs want it that is RDF too: a context, frames and schemas, made of the shapes.

All of it comes from the ontology and the shapes: a change of data alone changes none of it.
"""
