#!/usr/bin/env bash
# The seq2seq family on CMU motion capture, published beside ours. Without recordings it
# runs on synthetic motion, which says nothing about people but shows that all works.
set -euo pipefail
source "$(dirname "$0")/common.sh"
parse_flags "$@"
set_up ""

if [ -d "$DATA_DIR/cmu_mocap" ]; then
  run_studies seq2seq cmu all
else
  echo "No cmu_mocap in $DATA_DIR: running on synthetic motion." \
    "'python -m data_prep.download --dataset=cmu' fetches the recordings." >&2
  run_studies seq2seq synthetic all
  python -m evaluation.tables --table=seq2seq_synthetic --profile="$PROFILE"
fi
python -m evaluation.tables --table=seq2seq_cmu --profile="$PROFILE"
