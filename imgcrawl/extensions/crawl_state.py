"""What there is to know of a crawl that goes on, asked of its parts."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from scrapy.settings import SETTINGS_PRIORITIES

from imgcrawl import keys
from imgcrawl.catalogue.database import checked_url, masked
from imgcrawl.config import CatalogueConfig, RunConfig, images_store
from imgcrawl.plain import without_logins
from imgcrawl.transport.pause import Awaited

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from sqlalchemy import URL

_FEW_ROWS = 1000
"""Of so many the last one is looked for, twice a second."""


def tried_until(crawler: Crawler, scheduler: Any) -> float | None:
    """Return until when the rows to go are tried, if each of them was begun: then the time that it has is running."""
    flow = getattr(crawler.spider, "flow", None)
    if flow is None or not flow.is_read or flow.keeps_rows_back or flow.rows_to_go > _FEW_ROWS:
        return None
    states = (request.meta.get(keys.FETCH) for request in crawler.engine.downloader.active)
    under_way = [state["started_at"] or 0.0 for state in states if state is not None]
    waiting = scheduler.begun_last_at()
    seen = len(scheduler) + len(under_way)  # others are kept, until more is known of their hosts or pictures
    begun_at = None if waiting is None or seen < flow.rows_to_go else max([waiting, *under_way])
    return begun_at and begun_at + RunConfig.from_settings(crawler.settings).url_deadline_s


def true_reason(crawler: Crawler, reason: str) -> str:
    """Return why the crawl ended: it may have failed to record its end when Scrapy took it for finished."""
    journal = getattr(crawler.spider, "journal", None)
    return "catalogue_failed" if reason == "finished" and journal is not None and journal.has_failed else reason


def outage(crawler: Crawler) -> list[Any]:
    """Return what whoever sends tells of an outage; nothing if there is none."""
    told = crawler.signals.send_catch_log(keys.outage_wanted)
    return next((list(awaited) for _, awaited in told if isinstance(awaited, Awaited)), [])


def of_the_list(spider: Any) -> dict[str, Any]:
    """Return how far the list has been read; a crawl whose spider is no reader of lists tells nothing."""
    flow = getattr(spider, "flow", None)
    if flow is None:
        return {}
    share = 1.0 if flow.is_read else spider.reading.share
    return {
        "list_read": share,
        "read": flow.read,
        "to_go": flow.rows_to_go,
        "left_out": flow.left_out,
        "renamed": spider.reading.renamed,
        "repeated": spider.reading.repeated,
        "not_utf8": spider.reading.not_utf8,
        "escaped": spider.reading.escaped,
        "unnamed": spider.reading.unnamed,
        "other_columns": spider.reading.other_columns,
        "unread_hashes": spider.reading.unread_hashes,
        "first_unread_hash": spider.reading.first_unread_hash,
    }


def places(crawler: Crawler) -> dict[str, str]:
    """Return where the things of the run lie, by name; a crawl without a run has none."""
    run = getattr(crawler.spider, "run", None)
    if run is None:
        return {}
    settings, data_dir = crawler.settings, RunConfig.from_settings(crawler.settings).data_dir
    url = checked_url(CatalogueConfig.from_settings(settings).database_url, data_dir)
    found_by = {"IMGCRAWL_DATA_DIR": data_dir, "IMGCRAWL_DATABASE_URL": masked(url)}
    given = [name for name in found_by if (settings.getpriority(name) or 0) > SETTINGS_PRIORITIES["project"]]
    return {
        "run": run.name,
        "images": without_logins(images_store(settings, data_dir)),
        "catalogue": _catalogue(url),
        "options": shlex.join(part for name in given for part in ("-s", f"{name}={found_by[name]}")),
    }


def _catalogue(url: URL) -> str:
    return url.database or "" if url.get_backend_name() == "sqlite" else masked(url)


def scope(crawler: Crawler) -> str:
    """Return the spider's argument that keeps the crawl from being about the whole run."""
    options = getattr(crawler.spider, "options", None)
    return next((name for name in ("retry", "limit", "shard") if getattr(options, name, None) is not None), "")
