#!/usr/bin/env bash
# Makes img2dataset's own environment, benchmarks/.venv-img2dataset: it wants other versions of what imgcrawl uses.
# PYTHON names the interpreter to make it with.
set -euo pipefail

cd "$(dirname "$0")"
"${PYTHON:-python3}" -m venv .venv-img2dataset
.venv-img2dataset/bin/pip install --quiet --disable-pip-version-check -r requirements-img2dataset.txt
.venv-img2dataset/bin/python -c 'import img2dataset'
