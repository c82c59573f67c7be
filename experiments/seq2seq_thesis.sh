#!/usr/bin/env bash
# The attention thesis's Tables 8-15 on Human3.6M, published beside ours. Without that
# licensed data the table shows what came with the project.
set -euo pipefail
source "$(dirname "$0")/common.sh"
parse_flags "$@"
set_up ""

if [ -d "$DATA_DIR/h36m" ] || [ -d "$DATA_DIR/h3.6m/dataset" ]; then
  run_studies seq2seq h36m \
    uni_enc_50,bi_enc_50,uni_enc_0,uni_enc_100,martinez_residual_sup,erd,lstm_3lr
else
  echo "No Human3.6M in $DATA_DIR:" \
    "'.venv/bin/python -m data_prep.download --dataset=h36m' says how to get it." >&2
  came_with_the_project seq2seq_thesis || exit 0
fi
python -m evaluation.tables --table=seq2seq_thesis --profile="$PROFILE"
