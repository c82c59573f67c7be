#!/usr/bin/env bash
# Every reading of the report's Wasserstein GAN on CMU motion capture: table, picture of
# the training, and what critics make of motions whose distance is known. Without
# recordings it runs on synthetic motion.
set -euo pipefail
source "$(dirname "$0")/common.sh"
parse_flags "$@"
set_up ""

if [ -d "$DATA_DIR/cmu_mocap" ]; then
  data=cmu table=gan_figure4
else
  echo "No cmu_mocap in $DATA_DIR: running on synthetic motion." \
    "'python -m data_prep.download --dataset=cmu' fetches the recordings." >&2
  data=synthetic table=gan_synthetic
fi
run_studies gan "$data" all
python -m gan.toys --profile="$PROFILE"
python -m evaluation.tables --table="$table" --profile="$PROFILE"
