"""Validates pictures that others made to try their decoders with, and holds each verdict against what Pillow does.

Pillow's own are in its source package, which ``pip download`` brings; any folders and archives may be named:

    pip install pybind11 "setuptools>=77"
    pip download --no-deps --no-binary :all: --no-build-isolation pillow==13.0.0
    python benchmarks/foreign.py pillow-13.0.0.tar.gz

Nothing may happen to a file but that it is accepted or refused for a documented error, within the time limit. What is
accepted has to be decoded by Pillow in full; what it decodes and is refused here is listed, with the reason.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import shutil
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from places import working_folder

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from imgcrawl.config import ValidationConfig
from imgcrawl.validation.facts import InvalidImage
from imgcrawl.validation.formats import ALLOWED_FORMATS
from imgcrawl.validation.workers.pool import DecoderPool

if TYPE_CHECKING:
    from collections.abc import Iterable

DECODE = """
import io, sys, warnings
warnings.simplefilter("ignore")
from PIL import Image
from imgcrawl.validation.decoding.chunks import without_spoilt_chunks
Image.init()
body = open(sys.argv[1], "rb").read()
try:
    image = Image.open(io.BytesIO(body))
    image.load()
except Exception:
    image = Image.open(io.BytesIO(without_spoilt_chunks(body)))
    image.load()
print(image.format, *image.size)
"""
"""What Pillow makes of a file, whatever its format, as a program of its own: it may crash.

Of a PNG whose other chunks are damaged that is the picture, as for browsers.
"""

PATIENCE_S = 60
WORKERS = 2


class Verdict(NamedTuple):
    """What became of a file: a format and a size, or an error and its reason; and how long that took."""

    accepted: str
    error: str
    reason: str
    seconds: float


def main() -> None:
    """Validate what is named and print what was found; end with 1 if anything was not as it has to be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="+", type=Path, help="folders, or archives (.tar.gz, .zip, .whl)")
    with working_folder("foreign") as work:
        files = [path for place in parser.parse_args().places for path in _files(place, work)]
        verdicts = asyncio.run(_validated(files))
        with ThreadPoolExecutor(WORKERS) as threads:
            decoded = dict(zip(files, threads.map(_decoded, files), strict=True))
    _print_counts(verdicts)
    _print_refused(verdicts, decoded)
    sys.exit(1 if _print_faults(verdicts, decoded) else 0)


def _files(place: Path, work: Path) -> list[Path]:
    """Return the files of a folder or an archive that are not programs or texts."""
    folder = place.resolve()
    if place.is_file():
        folder = work / place.name
        kind = "zip" if place.suffix in (".whl", ".zip") else None
        shutil.unpack_archive(place, folder, format=kind, **({} if kind else {"filter": "data"}))
    others = {".py", ".pyc", ".c", ".h", ".md", ".rst", ".toml", ".so"}
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in others)


async def _validated(files: Iterable[Path]) -> dict[Path, Verdict]:
    pool = DecoderPool(ValidationConfig(workers=WORKERS))
    try:
        return {path: await _verdict(pool, path) for path in files}
    finally:
        await pool.close()


async def _verdict(pool: DecoderPool, path: Path) -> Verdict:
    began = time.monotonic()
    accepted, error, reason = "", "", ""
    try:
        facts = await pool.validate(str(path))
        accepted = f"{facts.format} {facts.width} {facts.height}"
    except InvalidImage as exc:
        error, reason = exc.slug.value, exc.detail
    except Exception as exc:  # noqa: BLE001 - this is what must not be
        error, reason = "", f"{type(exc).__name__}: {exc}"
    return Verdict(accepted, error, reason, time.monotonic() - began)


def _decoded(path: Path) -> str:
    """Return format and size of what Pillow decodes; empty if it does not."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        done = subprocess.run(
            [sys.executable, "-c", DECODE, path],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        return done.stdout.strip() if not done.returncode else ""
    return ""


def _print_counts(verdicts: dict[Path, Verdict]) -> None:
    counts = Counter(verdict.error or f"ok, {verdict.accepted.partition(' ')[0]}" for verdict in verdicts.values())
    print("| verdict | files |\n|---|---|")
    print("\n".join(f"| {what} | {count} |" for what, count in counts.most_common()))
    slowest = max(verdicts, key=lambda path: verdicts[path].seconds)
    print(f"\nslowest: {verdicts[slowest].seconds:.1f} s, {slowest.name}")


def _print_refused(verdicts: dict[Path, Verdict], decoded: dict[Path, str]) -> None:
    """Print what Pillow decodes, is of a format that is accepted, and was refused."""
    print("\nrefused although Pillow decodes it:")
    for path, verdict in verdicts.items():
        if verdict.error and decoded[path].partition(" ")[0] in ALLOWED_FORMATS:
            print(f"- {path.name}: {verdict.error} ({verdict.reason})")


def _print_faults(verdicts: dict[Path, Verdict], decoded: dict[Path, str]) -> bool:
    """Print what must not be; say whether there was any."""
    faults = [
        f"{path.name}: {verdict.reason}" for path, verdict in verdicts.items() if not verdict.accepted + verdict.error
    ]
    wrong = (path for path, verdict in verdicts.items() if verdict.accepted and decoded[path] != verdict.accepted)
    faults += [f"{path.name}: accepted as {verdicts[path].accepted}, Pillow: {decoded[path] or 'no'}" for path in wrong]
    print("\nnot as it has to be:", *(faults or ["nothing"]), sep="\n- ")
    return bool(faults)


if __name__ == "__main__":
    main()
