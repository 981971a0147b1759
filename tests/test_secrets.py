"""Passwords stay out of the log."""

from __future__ import annotations

import logging
from io import StringIO

import pytest
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from imgcrawl.config import TransportConfig
from imgcrawl.errors import ConfigError
from imgcrawl.intake.lists.sources import read_tasks
from imgcrawl.logformatter import QuietLogFormatter
from imgcrawl.secrets import hide_secrets, secrets_of
from imgcrawl.transport import check_transport

OURS = {
    "FTP_PASSWORD": "S3Cftp",
    "AWS_SECRET_ACCESS_KEY": "S3C+aws/key",
    "AWS_SESSION_TOKEN": "S3Ctoken",
    "IMAGES_STORE": "ftp://ann:S3C/st@re@127.0.0.1/x",
    "FEEDS": {"ftp://ann:S3Cfeed%21@h/feed.csv": {"format": "csv"}},
}


@pytest.fixture
def log():
    """Let the root logger write to a text."""
    text = StringIO()
    handler = logging.StreamHandler(text)
    logging.root.addHandler(handler)
    yield text
    logging.root.removeHandler(handler)


def test_secrets_are_known_by_their_settings_and_by_addresses():
    """What settings call a secret is one, and the password of any address; defaults are public."""
    found = {"S3Cftp", "S3C+aws/key", "S3Ctoken", "S3C/st@re", "S3Cfeed%21", "S3Cfeed!"}
    assert secrets_of(Settings(OURS)) == found
    assert secrets_of(Settings()) == set()


def test_a_log_shows_no_secret(log):
    """Messages, arguments and tracebacks are shown without the secrets of settings and the logins of addresses."""
    hide_secrets(Settings(OURS))
    hide_secrets(Settings({"FTP_PASSWORD": "S3Cother"}))
    logger = logging.getLogger("tests.secrets")
    logger.error("settings: %s, S3Cother", OURS)
    try:
        int("cannot reach ftp://bob:S3Cunknown@h/x with S3Ctoken")
    except ValueError:
        logger.exception("in: %s", "ftp://ann:S3Cfeed!@h/feed.csv", stack_info=True)
    shown = log.getvalue()
    assert "S3C" not in shown
    assert "ftp://…@h/x with …" in shown
    assert "Traceback" in shown


def test_what_holds_no_secret_stays(log):
    """Other records are written as they are, and one that cannot be formatted is left to logging."""
    hide_secrets(Settings(OURS))
    logging.getLogger("tests.secrets").error("%s of %d", "ftps://h/x", 3)
    assert log.getvalue() == "ftps://h/x of 3\n"


def test_the_settings_are_logged_without_secrets(log):
    """The formatter, which Scrapy builds before it logs the settings, hides their secrets."""
    QuietLogFormatter.from_crawler(get_crawler(settings_dict={"FTP_PASSWORD": "S3Cftp"}))
    logging.getLogger("tests.secrets").error("S3Cftp")
    assert log.getvalue() == "…\n"


def test_a_refusal_shows_no_login():
    """The sentence that refuses a name server or a source does not repeat the login in it."""
    servers = check_transport, TransportConfig.from_settings(Settings({"IMGCRAWL_DNS_SERVERS": "http://ann:S3C@h"}))
    for check, value in (servers, (read_tasks, "http://ann:S3C@h/list.csv")):
        with pytest.raises(ConfigError) as caught:
            check(value)
        assert "S3C" not in str(caught.value)
