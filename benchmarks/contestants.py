"""Who takes part, and with which command each fetches a list into a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
PROJECT = HERE.parent

Command = list[str]


def imgcrawl(source: Path, folder: Path) -> Command:
    """Everything on, as a user has it; only loopback is allowed besides."""
    return [
        *(sys.executable, "-m", "scrapy", "crawl", "images", "-a", f"source={source}"),
        *("-s", f"IMGCRAWL_DATA_DIR={folder}", "-s", "IMGCRAWL_ALLOW_NETWORKS=127.0.0.0/8"),
        *("-s", "IMGCRAWL_PROGRESS_SECONDS=0"),
    ]


def imgcrawl_no_phash(source: Path, folder: Path) -> Command:
    """Everything on but the perceptual hash."""
    return [*imgcrawl(source, folder), "-s", "IMGCRAWL_PHASH_ENABLED=False"]


def scrapy(source: Path, folder: Path) -> Command:
    """Scrapy's ImagesPipeline with its own settings, but for limits like imgcrawl's."""
    return [
        *(sys.executable, "-m", "scrapy", "runspider", str(HERE / "clients/stock_pipeline.py")),
        *("-a", f"source={source}", "-s", f"IMAGES_STORE={folder}", "-s", "LOG_LEVEL=WARNING"),
        *("-s", 'ITEM_PIPELINES={"scrapy.pipelines.images.ImagesPipeline": 1}'),
        *("-s", "CONCURRENT_REQUESTS=128", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8"),
    ]


def img2dataset(source: Path, folder: Path, python: str = sys.executable) -> Command:
    """img2dataset with decoding and sha256, files as output, nothing resized."""
    options = "output_format='files', resize_mode='no', compute_hash='sha256', processes_count=2, thread_count=64"
    call = f"url_list={str(source)!r}, output_folder={str(folder / 'out')!r}, {options}, retries=0"
    return [python, "-c", f"from img2dataset import download\nif __name__ == '__main__': download({call})"]


def aiohttp(source: Path, folder: Path) -> Command:
    """Fetch with aiohttp on uvloop, validate as imgcrawl does."""
    return _client("aiohttp_client.py", source, folder)


def requests(source: Path, folder: Path) -> Command:
    """Fetch with requests in threads, validate as imgcrawl does."""
    return _client("requests_client.py", source, folder)


def curl_cffi(source: Path, folder: Path) -> Command:
    """Fetch with curl_cffi, validate nothing."""
    return _client("curl_client.py", source, folder)


def _client(name: str, source: Path, folder: Path) -> Command:
    return [sys.executable, str(HERE / "clients" / name), str(source), str(folder)]


CONTESTANTS: dict[str, Callable[[Path, Path], Command]] = {
    "imgcrawl": imgcrawl,
    "imgcrawl-no-phash": imgcrawl_no_phash,
    "scrapy": scrapy,
    "img2dataset": img2dataset,
    "aiohttp": aiohttp,
    "requests": requests,
    "curl_cffi": curl_cffi,
}
"""By name. ``curl_cffi`` fetches only; the others decode every picture."""
