#!/usr/bin/env bash
# Runs the test suite, a worker on each core; further arguments go to pytest, `-n 0` for
# a single process. REENACT_EXTRAS=test,jax also tests the models on JAX.
set -euo pipefail
if [[ "${1:-}" == --help || "${1:-}" == -h ]]; then
  echo "usage: $0 [arguments of pytest]"
  sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
  exit 0
fi
source "$(dirname "$0")/../experiments/common.sh"
set_up "${REENACT_EXTRAS:-test}"
ruff check .
ruff format --check .
exec python -m pytest -n auto --dist=worksteal "$@"
