#!/usr/bin/env bash
# Tables 1-4 and Figure 1 of the thesis on smoothing, on CMU motion capture seen by
# cameras; then trained models are tuned to climbing. Without recordings it runs on
# synthetic motion.
set -euo pipefail
source "$(dirname "$0")/common.sh"
parse_flags "$@"
set_up ""

models=(conv3d deciwatch convlstm_s convlstm_c)
runs=(1.1 2.1)
[ "$PROFILE" = paper ] && runs=(1.1 1.2 1.3 2.1 2.2 2.3)
studies="$(for model in "${models[@]}"; do printf "%s," "${runs[@]/#/${model}_}"; done)"

choose_data smoothing_tables smoothing_synthetic
run_studies smoothing "$data" "${studies%,}"
python -m evaluation.tables --table="$table" --profile="$PROFILE"

if [ "$data" = cmu ] && [ -d "$DATA_DIR/cmu_asfamc/01" ]; then
  python -m evaluation.score_baselines --family=smoothing --data=climbing \
    --profile="$PROFILE"
  tuned=("${models[@]}")
  [ "$PROFILE" = quick ] && tuned=(conv3d)
  for model in "${tuned[@]}"; do
    python -m smoothing.train --study="${model}_1.1_fine_tuned" --data=climbing \
      --profile="$PROFILE" \
      --init_from="runs/$PROFILE/cmu/smoothing/${model}_1.1/seed0/model.keras"
  done
  python -m evaluation.tables --table=smoothing_climbing --profile="$PROFILE"
fi
