"""Who takes part, and with which command each fetches a list into a folder."""

from __future__ import annotations

import compileall
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

HERE = Path(__file__).parent
PROJECT = HERE.parent
IMG2DATASET_PYTHON = HERE / ".venv-img2dataset/bin/python"

Command = list[str]


def add_tree_option(parser: argparse.ArgumentParser) -> None:
    """Let another working tree of imgcrawl be measured than this one."""
    parser.add_argument("--tree", type=Path, default=PROJECT, help="working tree of imgcrawl")


def environment(tree: Path, *others: Path) -> dict[str, str]:
    """Return the environment in which the imgcrawl in *tree* runs, and may import what is in *others*.

    Its modules are compiled before, as those of the peers were when they were installed.
    """
    compileall.compile_dir(tree / "imgcrawl", quiet=1)
    return os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (tree, *others)))}


def imgcrawl(source: Path, folder: Path, *settings: str) -> Command:
    """Everything on, as a user has it; only loopback is allowed besides. *settings* are further ones."""
    own = f"IMGCRAWL_DATA_DIR={folder}", "IMGCRAWL_ALLOW_NETWORKS=127.0.0.0/8", "IMGCRAWL_PROGRESS_SECONDS=0"
    command = [sys.executable, "-m", "scrapy", "crawl", "images", "-a", f"source={source}"]
    for setting in (*own, *settings):
        command += ["-s", setting]
    return command


def imgcrawl_no_phash(source: Path, folder: Path) -> Command:
    """Everything on but the perceptual hash."""
    return imgcrawl(source, folder, "IMGCRAWL_PHASH_ENABLED=False")


def scrapy(source: Path, folder: Path) -> Command:
    """Scrapy's ImagesPipeline with its own settings, but for as many requests at a time as the clients send."""
    return [
        *(sys.executable, "-m", "scrapy", "runspider", str(HERE / "clients/stock_pipeline.py")),
        *("-a", f"source={source}", "-s", f"IMAGES_STORE={folder}", "-s", "LOG_LEVEL=WARNING"),
        *("-s", 'ITEM_PIPELINES={"scrapy.pipelines.images.ImagesPipeline": 1}'),
        *("-s", "CONCURRENT_REQUESTS=128", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8"),
        *("-s", "DOWNLOAD_TIMEOUT=10", "-s", "RETRY_ENABLED=False"),
    ]


def img2dataset(source: Path, folder: Path, **options: object) -> Command:
    """img2dataset with sha256, files as output, nothing resized: it decodes every picture and encodes it anew."""
    settings = {
        "url_list": str(source),
        "output_folder": str(folder / "out"),
        "output_format": "files",
        "resize_mode": "no",
        "compute_hash": "sha256",
        "processes_count": 2,
        "thread_count": 64,
        "number_sample_per_shard": 1000,
        "timeout": 10,
        "retries": 0,
    }
    call = f"download(**{settings | options!r})"
    return [
        str(IMG2DATASET_PYTHON),
        "-c",
        f"from img2dataset import download\nif __name__ == '__main__': {call}",
    ]


img2dataset_lean = partial(img2dataset, skip_reencode=True, extract_exif=False)
"""img2dataset at its cheapest that still decodes: the bytes are kept as they came, EXIF is not read."""


def _client(name: str, *arguments: str) -> Callable[[Path, Path], Command]:
    def command(source: Path, folder: Path) -> Command:
        return [sys.executable, str(HERE / "clients" / name), str(source), str(folder), *arguments]

    return command


CONTESTANTS: dict[str, Callable[[Path, Path], Command]] = {
    "imgcrawl": imgcrawl,
    "imgcrawl-no-phash": imgcrawl_no_phash,
    "aiohttp-strict": _client("aiohttp_client.py", "strict"),
    "aiohttp-inspect": _client("aiohttp_client.py", "inspect"),
    "img2dataset": img2dataset,
    "img2dataset-lean": img2dataset_lean,
    "scrapy": scrapy,
    "requests-strict": _client("requests_client.py", "strict"),
    "curl_cffi": _client("curl_client.py"),
}
"""By name. ``curl_cffi`` fetches only; the others decode every picture."""


def clients_called(names: str) -> list[str]:
    """Return the comma-separated *names* of clients.

    :raises SystemExit: if there is none of that name, or it is not installed.
    """
    clients = [name.strip() for name in names.split(",") if name.strip()]
    for name in clients:
        if name not in CONTESTANTS:
            sys.exit(f"there is no client {name!r}; there are {', '.join(CONTESTANTS)}")
        if not Path(CONTESTANTS[name](HERE, HERE)[0]).exists():
            sys.exit(f"{name} is not installed: run benchmarks/install_peers.sh, or choose others with --peers")
    return clients
