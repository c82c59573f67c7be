#!/usr/bin/env bash
# The seq2seq family on CMU motion capture, published beside ours. Without recordings it
# runs on synthetic motion, which says nothing about people but shows that all works.
set -euo pipefail
source "$(dirname "$0")/common.sh"
parse_flags "$@"
set_up ""

choose_data seq2seq_cmu seq2seq_synthetic
run_studies seq2seq "$data" all
python -m evaluation.tables --table="$table" --profile="$PROFILE"
if [ "$data" = synthetic ] && came_with_the_project seq2seq_cmu; then
  python -m evaluation.tables --table=seq2seq_cmu --profile="$PROFILE"
fi
