#!/bin/sh
# Makes .venv from any Python from 3.11 on and installs this project into it: environment.sh [extra]
set -eu

finished() {
    printf '%s\n' "$1" >&2
    exit 1
}

fits() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

newcomer=
found=
if ! fits .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    for python in "${PYTHON:-python3}" python3.11 python3.12 python3.13 python3.14 python; do
        fits "$python" || continue
        found=$python
        # Debian keeps ensurepip, which venv needs, in a package of its own.
        "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || continue
        newcomer=$python
        break
    done
    [ -n "$found" ] ||
        finished '没有找到 Python 3.11 或更新的版本，请先安装（https://www.python.org） | Python 3.11 or newer is needed'
    [ -n "$newcomer" ] ||
        finished "$found 缺少 venv，请先运行 sudo apt install python3-venv | $found lacks venv: sudo apt install python3-venv"
    "$newcomer" -m venv --clear .venv
    echo '第一次准备环境，要一两分钟 | Preparing for the first time, a minute or two'
fi

.venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".${1:+[$1]}" ||
    finished '安装没有完成，请检查网络后再试一次 | The installation did not finish: check the network and try again'
