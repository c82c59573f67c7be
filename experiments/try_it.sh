#!/usr/bin/env bash
# The first five minutes: sets up .venv, generates motion, trains a small network for a
# minute and shows what it predicts. Needs no data.
set -euo pipefail
source "$(dirname "$0")/common.sh"
for flag in "$@"; do
  case "$flag" in
    --help | -h)
      print_help << END
  --minutes=M         how long to train, at most (default: 1)
  --seed=N            of the initial weights and the training windows (default: 0)
  --records_dir=DIR   where the motion is kept (default: records)
  --runs_dir=DIR      where run folders go (default: runs)
END
      exit 0
      ;;
  esac
done
set_up ""

python -m experiments.try_it "$@"
