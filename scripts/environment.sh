# Sourced by demo.sh and test.sh: finds a Python that suits, makes .venv once.
# Settings: GLUON_COURSE_PYTHON (the Python to use), GLUON_COURSE_VENV (another folder).

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=${GLUON_COURSE_VENV:-$root/.venv}
unfinished=$venv/.gluon_course_unfinished
stamp=$venv/.gluon_course_installed

# use_environment EXTRA...: $venv holds this package with these extras.
# Nothing is done, and no network needed, when it already does.
use_environment() {
    refuse_unsuitable_system
    if is_ready "$@"; then
        return
    fi
    # one at a time, when two scripts are started together
    if command -v flock >/dev/null; then
        exec 9<"$root"
        flock 9
        if is_ready "$@"; then
            exec 9<&-
            return
        fi
    fi
    if ! is_whole; then
        make_environment
    fi
    install_package "$@"
    exec 9<&-
}

refuse_unsuitable_system() {
    case $(uname -s)/$(uname -m) in
    MINGW* | MSYS* | CYGWIN*)
        fail "MXNet has no build for Windows; use WSL2, or Docker with Linux on x86-64."
        ;;
    Darwin/arm64)
        fail "MXNet has no build for Apple silicon; use Docker with Linux on x86-64."
        ;;
    esac
}

# is_ready EXTRA...: installed from these files, at this place, with these extras
is_ready() {
    is_whole && [ "$(head -n 1 "$stamp")" = "$(fingerprint)" ] || return 1
    local extra
    for extra; do
        grep -qx "$extra" "$stamp" || return 1
    done
}

# is_whole: made to the end, at this place, and its Python runs
is_whole() {
    [ -e "$stamp" ] && [ ! -e "$unfinished" ] &&
        [ "$(sed -n 2p "$stamp")" = "$venv" ] && "$venv/bin/python" -c "" 2>/dev/null
}

# changes when the installation would come out otherwise
fingerprint() {
    { cat "$root/setup.py" "$root/gluon_course/base/at_start.py"; echo "$root"; } | cksum
}

make_environment() {
    if [ -d "$venv" ] && [ -n "$(ls -A "$venv")" ] &&
        [ ! -e "$unfinished" ] && [ ! -e "$stamp" ]; then
        fail "$venv was not made by this script. Move it away, or choose another" \
            "folder with GLUON_COURSE_VENV."
    fi
    local python
    python=$(find_python)
    (cd "$root" && "$python" -m gluon_course.base.machine system) >&2 ||
        fail "Install what is missing, then run this again."
    echo "Making $venv with $("$python" -V) ($python)"
    rm -rf "$venv"
    mkdir -p "$venv"
    touch "$unfinished"
    "$python" -m venv "$venv"
}

install_package() {
    local extras log=$venv/install.log
    touch "$unfinished"
    if [ -e "$stamp" ]; then # keep the extras that are there
        set -- $(printf '%s\n' "$@" $(tail -n +3 "$stamp") | sort -u)
    fi
    extras=$(IFS=,; echo "$*")
    echo "Installing gluon_course[$extras]; a few minutes the first time"
    if ! "$venv/bin/python" -m pip install --disable-pip-version-check \
        --editable "$root[$extras]" >"$log" 2>&1; then
        grep -v '^WARNING' "$log" | tail -n 20 >&2 || true
        [ ! -e "$stamp" ] || rm "$unfinished" # what was there before still works
        fail "The installation failed; the whole output is in $log." \
            "Run this again when the cause is mended."
    fi
    { fingerprint; echo "$venv"; printf '%s\n' "$@" | sort -u; } >"$stamp"
    rm "$unfinished"
}

# Prints the path of the first Python 3.11, 3.10, 3.12 or 3.9 with venv and headers,
# from PATH and from pyenv.
find_python() {
    local candidate lacks near=""
    while read -r candidate; do
        is_right_version "$candidate" || continue
        if lacks=$(cd "$root" && "$candidate" -m gluon_course.base.machine python); then
            echo "$candidate"
            return
        fi
        near=${near:-"Found $candidate. $lacks"}
    done < <(candidates)
    [ -z "$near" ] || echo "$near" >&2
    fail "No Python 3.9 to 3.12 with venv and headers was found. Install 3.11:" \
        "apt-get install python3.11 python3.11-venv python3.11-dev"
}

is_right_version() {
    "$1" -c 'import sys; sys.exit(not (3, 9) <= sys.version_info[:2] <= (3, 12))' \
        2>/dev/null
}

candidates() {
    if [ -n "${GLUON_COURSE_PYTHON:-}" ]; then
        echo "$GLUON_COURSE_PYTHON"
        return
    fi
    local version
    for version in 3.11 3.10 3.12 3.9; do
        type -ap "python$version" || true
        ls -d "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/"python$version" \
            2>/dev/null | sort -rV || true
    done
    type -ap python3 python || true
}

fail() {
    echo "$*" >&2
    exit 1
}
