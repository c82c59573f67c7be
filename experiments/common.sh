# Sourced by the scripts beside it: flags, the virtual environment, and which data to use.

cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What the comment at the head of the script says, then its flags, from stdin.
print_help() {
  echo "usage: $0 [flags]"
  sed -n '2,/^[^#]/s/^# \{0,1\}//p' "experiments/${0##*/}"
  echo
  cat
}

PROFILE=quick ONLY="" SEEDS=1 DATA_DIR="${REENACT_DATA:-data}"
parse_flags() {
  local flag
  for flag in "$@"; do
    case "$flag" in
      --profile=quick | --profile=standard | --profile=paper) PROFILE="${flag#*=}" ;;
      --only=*) ONLY="${flag#*=}" ;;
      --seeds=*) SEEDS="${flag#*=}" ;;
      --data_dir=*) DATA_DIR="${flag#*=}" ;;
      --help | -h)
        print_help << END
  --profile=NAME   quick: reduced sizes, about 5 minutes a family on two cores (default)
                   standard: larger, still reduced, half an hour to two hours a family
                   paper: the published sizes, days, meant for a GPU
  --only=TABLE     for run_all.sh: the name of a script beside it, or the beginning of
                   several: seq2seq_cmu, seq2seq_thesis, stt_figure6, smoothing_tables,
                   taxonomy_figure3, gan_figure4
  --seeds=N        runs of each study, which differ in their random seed (default: 1)
  --data_dir=DIR   folder of the recordings (default: \$REENACT_DATA, else data)
END
        exit 0
        ;;
      *)
        echo "error: expected --profile=quick|standard|paper, --only=TABLE," \
          "--seeds=N, --data_dir=DIR or --help, found $flag" >&2
        exit 2
        ;;
    esac
  done
}

# Installs the project into a virtual environment, once for each set of extras and
# requirements: set_up EXTRAS [VENV CONSTRAINTS].
set_up() {
  local extras="$1" venv="${2:-.venv}" constraints="${3:-constraints.txt}"
  local python="${PYTHON:-python3}" requirements
  requirements="$(cat setup.cfg "$constraints" | cksum | tr ' ' -)"
  # Any set of extras includes the project itself.
  if ! compgen -G "$venv/installed-${extras:-*}-$requirements" > /dev/null; then
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
      echo "error: expected Python 3.11 or newer, found $("$python" --version 2>&1);" \
        "another one is chosen by PYTHON=python3.12 $0" >&2
      exit 1
    }
    echo "Setting up $venv (once; TensorFlow is large) ..." >&2
    # Half an environment would never be completed.
    [ -x "$venv/bin/python" ] || "$python" -m venv "$venv" || {
      rm -rf "$venv"
      echo "error: expected $python to make $venv, which it could not" >&2
      exit 1
    }
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
      -c "$constraints" -e ".${extras:+[$extras]}" || {
      echo "error: $venv could not be set up with the extras '$extras'" >&2
      exit 1
    }
    touch "$venv/installed-${extras:-alone}-$requirements"
  fi
  PATH="$PWD/$venv/bin:$PATH"
}

# Sets `data` and `table`: CMU's where there are recordings, else those of synthetic motion.
choose_data() {
  data=cmu table="$1"
  if [ ! -d "$DATA_DIR/cmu_mocap" ]; then
    echo "No cmu_mocap in $DATA_DIR: running on synthetic motion." \
      "'.venv/bin/python -m data_prep.download --dataset=cmu' fetches recordings." >&2
    data=synthetic table="$2"
  fi
}

# Whether numbers of a table came with the project, so that it is made without any run.
came_with_the_project() {
  grep -qs ",$1," "results/$PROFILE/results.csv"
}

# Builds a data set, scores a family's baselines and trains its studies on it.
run_studies() {
  local family="$1" data="$2" studies="$3"
  python -m data_prep.build --dataset="$data" --data_dir="$DATA_DIR"
  # These families also train on CMU's recordings in their original form.
  if [[ "$family/$data" =~ ^(stt|smoothing|taxonomy|gan)/cmu$ ]] && [ -d "$DATA_DIR/cmu_asfamc" ]; then
    python -m data_prep.build --dataset=cmu_asfamc --data_dir="$DATA_DIR"
  fi
  python -m evaluation.score_baselines --family="$family" --data="$data" \
    --profile="$PROFILE"
  python -m "$family.train" --study="$studies" --data="$data" --profile="$PROFILE" \
    --seeds="$SEEDS"
}
