"""Running the server: what is logged, counted and bounded, and reading the root again.

``observed`` sees every request; ``bounded`` refuses what is too much; ``protocol`` does so before
there is a request; ``reload`` reads again; ``run`` listens; ``checks`` are asked by ``--check``.
"""
