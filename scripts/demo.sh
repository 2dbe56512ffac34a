#!/usr/bin/env bash
# Trains LeNet on real images with nothing installed before but Python and a C compiler.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
use_environment cpu

cd "$root"
exec "$venv/bin/python" scripts/demo.py "$@"
