# Two commands do everything, set-up included: `make demo` and `make test`.
.PHONY: demo test coverage check hooks lock templates torture screenshots
VENV := .venv/bin

demo:
	@scripts/setup.sh
	@$(VENV)/python scripts/demo.py demo

test:
	@scripts/setup.sh dev
	@$(VENV)/python -m pytest -n auto --dist loadfile $(ARGS)

# The tests, and the lines and branches that none of them reaches.
coverage:
	@$(MAKE) test ARGS="--cov --cov-report=term $(ARGS)"

check:
	@scripts/setup.sh dev
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/python templates/build.py --check

# `make check` before each commit.
hooks:
	@scripts/setup.sh dev
	$(VENV)/prek install

# Kills, failing disks and power cuts, with other chances each round: for a night (`make torture ROUNDS=200`).
torture:
	@scripts/setup.sh dev
	VANTHU_REQUIRE=all VANTHU_TORTURE=$(or $(ROUNDS),20) $(VENV)/python -m pytest \
		tests/office/test_torture.py tests/archive/test_power_cut.py tests/archive/test_disk.py tests/office/test_crash.py

# The .docx of the shipped templates, from their mau.txt.
templates:
	$(VENV)/python templates/build.py

# The pictures of the desk in docs/hinh, from an example office.
screenshots:
	@scripts/setup.sh dev
	$(VENV)/python scripts/make_screenshots.py

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --group dev --extra postgresql --extra opensearch \
		pyproject.toml \
		--no-emit-index-url --no-annotate --no-header --quiet -o requirements-dev.lock
	sed -i '1i # Made by `make lock` from pyproject.toml: what developers and CI install, with hashes.' requirements-dev.lock
