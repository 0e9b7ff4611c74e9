"""Questions and their answers: stored queries, governments by any name, and the reasons why."""
