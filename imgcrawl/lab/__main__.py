"""``python -m imgcrawl.lab``: a lab for another process, which reads one JSON line and ends it by closing the pipe."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from imgcrawl.lab.serving import LabOptions, serve


def main() -> None:
    """Serve the lab that the arguments describe; print the contents of ``lab.json`` as one line when it is ready."""
    parser = argparse.ArgumentParser(prog="python -m imgcrawl.lab")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--kinds", nargs="*")
    parser.add_argument("--http-port", type=int, default=0)
    parser.add_argument("--https-port", type=int, default=0)
    arguments = parser.parse_args()
    kinds = tuple(arguments.kinds) if arguments.kinds is not None else None
    options = LabOptions(
        out=arguments.out, rows=arguments.rows, seed=arguments.seed, kinds=kinds, http_port=arguments.http_port,
        https_port=arguments.https_port, stop_at_eof=True,
    )  # fmt: skip
    serve(options, _announce)


def _announce(description: dict[str, Any]) -> None:
    print(json.dumps(description), flush=True)  # noqa: T201 - the line that the parent waits for


if __name__ == "__main__":
    main()
