"""The store elsewhere: a SPARQL 1.1 engine that holds what was published, and answers from it."""
