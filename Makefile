# The same commands under the names that people try first.
.PHONY: example test lint check docs format

example test lint:
	python3 run.py $@

check: test lint

docs: .venv
	.venv/bin/python tools/docs.py

format: .venv
	.venv/bin/ruff format . && .venv/bin/ruff check --fix .
	.venv/bin/ldgraph fmt ontology shapes data voorbeeld tests

.venv:
	python3 run.py setup
