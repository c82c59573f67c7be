#!/usr/bin/env bash
# The first five minutes: sets up .venv, makes up motion, trains a small network for a
# minute, and shows what it predicts. Takes the flags of experiments/try_it.py.
set -euo pipefail
source "$(dirname "$0")/common.sh"
set_up ""

python -m experiments.try_it "$@"
