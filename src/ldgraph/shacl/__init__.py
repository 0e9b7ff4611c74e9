"""SHACL Core and SHACL-SPARQL over a store, for all focus nodes of a shape at once.

``shapes.compile_shapes`` reads a shapes graph, ``engine.validate`` gives results,
``reference.validate`` gives pySHACL's in the same form. Nothing here knows the domain.
"""
