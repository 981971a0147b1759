"""Scrapy's settings for imgcrawl, in the order in which data flows; ``IMGCRAWL_*`` defaults: imgcrawl.config."""

from __future__ import annotations

from imgcrawl import records

BOT_NAME = "imgcrawl"
SPIDER_MODULES = ["imgcrawl.spiders.images"]  # not the folder, of which Scrapy would import all at once
COMMANDS_MODULE = "imgcrawl.commands"
SCRAPY_POET_DISCOVER = ["imgcrawl.pages"]

# The engine: one loop, everything due at once. CONCURRENT_ITEMS above 1 starts that many tasks for every response.
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
ASYNCIO_EVENT_LOOP = "uvloop.Loop"
SCHEDULER = "imgcrawl.scheduler.HostScheduler"
DOWNLOADER = "imgcrawl.downloader.DirectDownloader"
CONCURRENT_REQUESTS = 4096
CONCURRENT_ITEMS = 1
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 100_000_000

# From the engine (low) to the network (high). Scrapy's own that are replaced or not needed are switched off.
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": None,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": None,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
    "imgcrawl.middlewares.robots.RobotsMiddleware": 100,
    "imgcrawl.middlewares.page_cache.PageCacheMiddleware": 200,
    "imgcrawl.middlewares.remedies.RemediesMiddleware": 300,
    "imgcrawl.middlewares.identity.IdentityMiddleware": 400,
    "imgcrawl.middlewares.opt_out.OptOutMiddleware": 500,
    "imgcrawl.middlewares.page_objects.PageObjectMiddleware": 543,
    "imgcrawl.middlewares.landings.LandingsMiddleware": 550,
    "imgcrawl.middlewares.redirect.GuardedRedirectMiddleware": 600,
    "imgcrawl.middlewares.decoding.DecodingMiddleware": 610,
    "imgcrawl.middlewares.cookies.SiteCookiesMiddleware": 700,
    "imgcrawl.middlewares.policy_headers.PolicyHeadersMiddleware": 710,
}
FAKEUSERAGENT_PROVIDERS = ["imgcrawl.identity.provider.BrowserProvider"]
FAKEUSERAGENT_FALLBACK = "Mozilla/5.0"
REDIRECT_MAX_TIMES = 20
DOWNLOAD_WARNSIZE = 0
WARN_ON_GENERATOR_RETURN_VALUE = False  # looked for in the spider's callbacks at every answer

# The network: http and https through curl, nothing else.
DOWNLOAD_HANDLERS = {
    "http": "imgcrawl.handlers.curl.CurlDownloadHandler",
    "https": "imgcrawl.handlers.curl.CurlDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}

ITEM_PIPELINES = {
    "imgcrawl.pipelines.images.ImageStorePipeline": 300,
    "imgcrawl.pipelines.catalogue.CataloguePipeline": 800,
}
FEED_EXPORTERS = {"csv": "imgcrawl.extensions.exporters.OutcomeCsvExporter"}
FEED_EXPORT_FIELDS = list(records.EXPORT_FIELDS)
FEED_EXPORT_ENCODING = "utf-8"
FEED_STORE_EMPTY = True

# Scrapy imports whatever is listed here, also where it is switched off: its remote control brings a web server along.
EXTENSIONS_BASE = {
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.memdebug.MemoryDebugger": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
}
EXTENSIONS = {
    "imgcrawl.extensions.stopping.StopGrace": 0,
    "imgcrawl.extensions.signalling.HeardSignals": 5,
    "imgcrawl.extensions.output.DirectOutput": 10,
    "imgcrawl.extensions.one_task.OneTask": 15,
    "imgcrawl.extensions.core.OutcomeCoreStats": 50,
    "imgcrawl.extensions.throttle.HostThrottle": 100,
    "imgcrawl.extensions.stages.StageStats": 200,
    "imgcrawl.extensions.progress.ProgressReporter": 300,
    "imgcrawl.extensions.supervision.SupervisorReport": 400,
    "imgcrawl.extensions.feeds.OutcomeFeeds": 500,
}
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_TARGET_CONCURRENCY = 8.0
AUTOTHROTTLE_MAX_DELAY = 60
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
ROBOTSTXT_OBEY = False
ROBOTSTXT_USER_AGENT = "imgcrawl"

LOG_FORMATTER = "imgcrawl.logformatter.QuietLogFormatter"
LOG_LEVEL = "WARNING"
