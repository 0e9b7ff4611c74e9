"""The event stream: what git remembers of the public objects, as pages that others follow."""
