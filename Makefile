# `make run`, `make test`, `make installers`: each does all the set-up first, and a second run starts at once.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

# What the program needs from the system, and what its tests need besides.
RUN_PACKAGES := python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libgl1 libegl1 libdbus-1-3 libfontconfig1 \
	libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
TEST_PACKAGES := poppler-utils xvfb xauth strace appstream desktop-file-utils groff-base shellcheck \
	wixl msitools osslsigncode
# What makes the installers, and what tries them: a bare Debian, and wine with what stands in for two parts of Windows.
BUILD_PACKAGES := git wixl msitools osslsigncode wine wine64 binutils-mingw-w64-x86-64 binutils
VERIFY_PACKAGES := debootstrap lintian gcc-mingw-w64-x86-64-win32

# What is compiled once is kept, whatever the surroundings say: every test that starts a program would compile it again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test bench faults geography installers verify verify-linux verify-windows lint types check lock clean

run: $(VENV)/.ready
	@$(PY) -m referral_assistant $(ARGS)

test: $(VENV)/.ready $(VENV)/.system-test lint types
	@$(PY) -m pytest -q -n auto --dist worksteal $(ARGS)

bench: $(VENV)/.ready $(VENV)/.system-test $(VENV)/.system-build
	@$(PY) -m tests.benchmarks $(ARGS)

# The list of postcodes and the map, made again from what statisticians publish. It takes a minute.
geography: $(VENV)/.ready
	@PYTHONPATH=packaging:. $(PY) -m geography $(ARGS)

# Ten thousand broken files of services, and one of 50 MB: none may bring a traceback or change the directory.
faults: $(VENV)/.ready
	@$(PY) -m tests.faults $(ARGS)

# All four installers, into dist/.
installers: $(VENV)/.ready $(VENV)/.system-build
	@$(PY) build_installer.py all $(ARGS)

# Install, try, upgrade and remove what `make installers` made.
verify: verify-linux verify-windows

verify-linux verify-windows: verify-%: $(VENV)/.ready $(VENV)/.system-test $(VENV)/.system-verify
	@$(PY) build_installer.py verify $* $(ARGS)

lint: $(VENV)/.ready
	@$(PY) -m ruff check -q .
	@$(PY) -m ruff format -q --check .

types: $(VENV)/.ready
	@$(PY) -m mypy --no-error-summary

check: $(VENV)/.ready
	@$(PY) -m referral_assistant check

# Needs uv on the PATH. Addresses are left out, so that the lock file names no host.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate -q -o requirements.lock
	sed -i '1i # Every package, pinned with its hashes and no addresses. Made by `make lock`; installed with --require-hashes.' requirements.lock
	$(PY) -m pip install -q --require-hashes -r requirements.lock
	$(PY) build_installer.py lock

clean:
	rm -rf $(VENV) build dist

$(VENV)/.ready: requirements.lock $(VENV)/.system
	@echo "Installing the pinned Python packages into $(VENV) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed. Name one with: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@printf '#!/bin/sh\nexec "%s/$(PY)" -m referral_assistant "$$@"\n' "$(CURDIR)" > $(VENV)/bin/referral-assistant
	@chmod +x $(VENV)/bin/referral-assistant
	@echo "$(CURDIR)" > "$$($(PY) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/referral_assistant.pth"
	@touch $@

$(VENV)/.system: Makefile
	@$(call install,$(RUN_PACKAGES))
	@mkdir -p $(VENV) && touch $@

$(VENV)/.system-test: Makefile $(VENV)/.system
	@$(call install,$(TEST_PACKAGES))
	@touch $@

$(VENV)/.system-build: Makefile $(VENV)/.system
	@$(call install,$(BUILD_PACKAGES))
	@touch $@

$(VENV)/.system-verify: Makefile $(VENV)/.system-build
	@$(call install,$(VERIFY_PACKAGES))
	@touch $@

# Install the packages of a list that are missing. Without apt, root or sudo, say which they are and go on only if none is.
define install
missing=""; \
for package in $(1); do \
	dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
done; \
[ -z "$$missing" ] && exit 0; \
if ! command -v apt-get >/dev/null 2>&1; then \
	echo "This is not Debian or Ubuntu. Install what matches these packages yourself:$$missing"; exit 0; \
fi; \
if [ "$$(id -u)" = 0 ]; then sudo=""; \
elif command -v sudo >/dev/null 2>&1 && sudo -v; then sudo="sudo"; \
else echo "These system packages are missing, and installing them needs root:$$missing"; \
	echo "Ask an administrator to run: apt-get install$$missing"; exit 1; fi; \
echo "Installing system packages:$$missing"; \
$$sudo apt-get update -qq && \
DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -qq -y --no-install-recommends $$missing >/dev/null
endef
