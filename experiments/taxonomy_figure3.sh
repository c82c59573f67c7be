#!/usr/bin/env bash
# The motion-taxonomy prior before fairmotion's five networks on CMU motion capture:
# table and picture. The two transformers of the report's Figure 3 have several seeds.
# Without recordings it runs on synthetic motion.
set -euo pipefail
source "$(dirname "$0")/common.sh"
parse_flags "$@"
set_up ""

compared=transformer,transformer_taxonomy others="" seeds=3
networks=(transformer_encoder seq2seq tied_seq2seq rnn)
[ "$PROFILE" = quick ] && seeds=2 networks=(transformer_encoder seq2seq)
for network in "${networks[@]}"; do
  others+=",$network,${network}_taxonomy"
done

choose_data taxonomy_figure3 taxonomy_synthetic
run_studies taxonomy "$data" "${others#,}"
python -m taxonomy.train --study="$compared" --data="$data" --profile="$PROFILE" \
  --seeds="$((SEEDS > seeds ? SEEDS : seeds))"
python -m evaluation.tables --table="$table" --profile="$PROFILE"
