# Two commands are enough on a fresh machine: `make demo` and `make test`. Both set up what they
# need: a virtual environment here, and the system's packages that pip cannot bring.

PYTHON  ?= python3
ARGS    ?=
WORKERS ?= 2
PY      := .venv/bin/python

# What a paper needs to be printed, and what the tests check it with (names of Debian).
TO_RUN  := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-core
TO_TEST := chromium qpdf poppler-utils libnss3-tools mupdf-tools postgresql

.PHONY: setup demo test lint accept bench clean system-to-run system-to-test

setup: system-to-run .venv/.ready

demo: setup
	.venv/bin/alp demo $(ARGS)

lint: setup
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

test: system-to-test lint
	$(PY) -m pytest -q -n $(WORKERS) --dist loadfile

# Rewrites the goldens; the diff is the review.
accept: setup
	$(PY) -m pytest -q -n $(WORKERS) --dist loadfile --accept

bench: setup
	$(PY) -m tests.bench

clean:
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache out

# With uv where it is installed; else venv and pip bring a uv of their own. Both obey uv.lock.
.venv/.ready: pyproject.toml uv.lock
	@echo "Setting up .venv with what uv.lock names."
	@if command -v uv >/dev/null 2>&1; then \
		uv sync --quiet --frozen; \
	else \
		$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: set PYTHON=...")' && \
		$(PYTHON) -m venv .venv && \
		.venv/bin/pip install --quiet uv && \
		.venv/bin/uv sync --quiet --frozen --inexact; \
	fi
	@touch $@

system-to-run:
	@$(call need,$(TO_RUN))

system-to-test:
	@$(call need,$(TO_TEST))

# Installs with apt-get what dpkg does not know; elsewhere says what to install.
define need
if command -v dpkg-query >/dev/null 2>&1; then \
	missing=""; \
	for name in $(1); do \
		dpkg-query -W -f='$${Status}' $$name 2>/dev/null | grep -q "ok installed" || missing="$$missing $$name"; \
	done; \
	if [ -n "$$missing" ]; then \
		root=""; [ "$$(id -u)" = 0 ] || root=sudo; \
		echo "Installing with apt-get:$$missing"; \
		$$root apt-get update -qq && \
		$$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
	fi; \
else \
	echo "This system has no apt-get. Please install what Debian calls: $(1)"; \
fi
endef
