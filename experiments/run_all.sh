#!/usr/bin/env bash
# Re-runs every study: sets up .venv, prepares data, trains, evaluates, and writes
# results/local/PROFILE/, with index.html, the report of all of them.
# Finished runs are skipped and an interrupted one continues, so run it again at will.
set -euo pipefail
source "$(dirname "$0")/common.sh"
parse_flags "$@"
tables=(
  seq2seq_cmu seq2seq_thesis stt_figure6 smoothing_tables taxonomy_figure3 gan_figure4
)
if [[ " ${tables[*]}" != *" $ONLY"* ]]; then
  echo "error: expected --only=TABLE, the beginning of one of ${tables[*]};" \
    "found $ONLY" >&2
  exit 2
fi
set_up ""
for table in "${tables[@]}"; do
  if [[ "$table" == "$ONLY"* ]]; then
    "experiments/$table.sh" "$@"
  fi
done
# Of what was run; a single table may need data that are not there.
if [ -d "runs/$PROFILE" ]; then
  python -m evaluation.report --profile="$PROFILE"
fi
