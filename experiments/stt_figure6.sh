#!/usr/bin/env bash
# The 14 studies of the spatio-temporal transformer on CMU motion capture: table, picture
# and what the runs look like inside. Without recordings it runs on synthetic motion.
set -euo pipefail
source "$(dirname "$0")/common.sh"
parse_flags "$@"
set_up ""

choose_data stt_figure6 stt_synthetic
run_studies stt "$data" all
# Not one of the 14: the benchmark behind the motion-taxonomy prior.
python -m stt.train --study=02_taxonomy --data="$data" --profile="$PROFILE" \
  --seeds="$SEEDS"
python -m stt.analyse --study=all --data="$data" --profile="$PROFILE" --seeds="$SEEDS"
python -m evaluation.tables --table="$table" --profile="$PROFILE"
