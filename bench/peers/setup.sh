#!/usr/bin/env bash
# Makes bench/peers/.venv with what requirements.txt names, unless it is there already, and prints the path of its Python.
# Another Python than python3: PYTHON=python3.12 bash bench/peers/setup.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python="$here/.venv/bin/python"
if ! cmp --silent "$here/requirements.txt" "$here/.venv/installed.txt"; then
  "${PYTHON:-python3}" -m venv "$here/.venv" >&2
  "$python" -m pip install --quiet --requirement "$here/requirements.txt" >&2
  cp "$here/requirements.txt" "$here/.venv/installed.txt"
fi
echo "$python"
