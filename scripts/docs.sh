#!/usr/bin/env bash
# Builds the learner's site in docs/_build/html; a warning is an error. Then checks it:
# links, pictures, nothing loaded from elsewhere. Arguments go to sphinx-build.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
use_environment cpu docs

cd "$root"
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
"$venv/bin/python" -m sphinx -W --keep-going -b html "$@" docs docs/_build/html
"$venv/bin/python" scripts/docs_check.py docs/_build/html
echo "Open docs/_build/html/index.html"
