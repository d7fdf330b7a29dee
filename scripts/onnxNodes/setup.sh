#!/usr/bin/env bash
# Writes the node test data of the onnx package to runs/onnxNodes/data, unless they are there already, and prints the path.
# Another Python than python3: PYTHON=python3.12 bash scripts/onnxNodes/setup.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out="$here/../../runs/onnxNodes"
if ! cmp --silent "$here/requirements.txt" "$out/installed.txt"; then
  mkdir -p "$out"
  "${PYTHON:-python3}" -m venv "$out/.venv" >&2
  "$out/.venv/bin/python" -m pip install --quiet --requirement "$here/requirements.txt" >&2
  rm -rf "$out/data"
  "$out/.venv/bin/python" "$here/generate.py" "$out/data" >&2
  cp "$here/requirements.txt" "$out/installed.txt"
fi
cd "$out/data" && pwd
