#!/usr/bin/env bash
# Every reading of the report's Wasserstein GAN on CMU motion capture: table, picture of
# the training, and what critics make of motions whose distance is known. Without
# recordings it runs on synthetic motion.
set -euo pipefail
source "$(dirname "$0")/common.sh"
parse_flags "$@"
set_up ""

choose_data gan_figure4 gan_synthetic
run_studies gan "$data" all
python -m gan.toys --profile="$PROFILE"
python -m evaluation.tables --table="$table" --profile="$PROFILE"
