# The everyday commands. Each makes its own environment on first use (see run.py); PYTHON names another Python.
PYTHON ?= python3

.PHONY: run test check bench fuzz clean

run:    ## build the graphs of data/reports/ into build/, and the site of them into public/
	$(PYTHON) run.py build

test:   ## all tests, two at a time
	$(PYTHON) run.py test

check:  ## ruff, ruff format, mypy --strict
	$(PYTHON) run.py check

fuzz:   ## the tests of wild input, with 1,000 new examples each
	HYPOTHESIS_PROFILE=fuzz $(PYTHON) run.py test -m hypothesis

bench:  ## speed and memory beside peers, into docs/performance.md
	$(PYTHON) run.py bench

clean:  ## what was built and the caches; .venv stays
	rm -rf build public .pytest_cache .mypy_cache .ruff_cache .hypothesis bench/latest bench/latest.json
	find kg tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
