"""What each error means for the run and for a person: one row for every slug; a test holds the two together."""

from __future__ import annotations

from typing import Final, NamedTuple

from imgcrawl.errors import ErrorSlug

AGAIN: Final = "Run again later with -a retry=failed."
"""The advice on every failure that a later run might mend, and on no other."""

AS_BEFORE: Final = "Run the same crawl again: it takes this row up by itself."
"""The advice in its place on a failure of the store, for a crawl leaves no such row alone."""


class ErrorInfo(NamedTuple):
    """What a slug means for the run and for a person.

    *retryable*: a later run might succeed. *meaning* is a sentence; *cure* says what a person can do about it besides
    running again, and is empty where nothing else helps.
    """

    retryable: bool
    meaning: str
    cure: str

    @property
    def advice(self) -> str:
        """What to do: the cure, and where there is none to run again."""
        return self.cure or AGAIN


def _row(flags: str, meaning: str, cure: str = "") -> ErrorInfo:
    return ErrorInfo("r" in flags, meaning, cure)


_CHECK_URL = "Correct the URL in the list and run the same command again."
_GONE = "The address is dead: look for another copy."
_LOOK = "Open the address in a browser and see what it shows."
_OWNER = "Respect it, or ask the owner."
_REFUSED = "The host refuses this client: ask its owner for access."
_MISMATCH = "Only the host can mend this: look for another copy."
_HOSTILE = "Treat the file as hostile."

# Flag: r = a later run may help.
ERRORS: dict[ErrorSlug, ErrorInfo] = {
    ErrorSlug.URL_ROW_MALFORMED: _row(
        "",
        "The row cannot be read.",
        "Correct the row in the list, which must be UTF-8, and run the same command again.",
    ),
    ErrorSlug.URL_MISSING: _row(
        "", "The row has no URL.", "Fill in the URL in the list and run the same command again."
    ),
    ErrorSlug.URL_INVALID: _row("", "The text is not a URL.", _CHECK_URL),
    ErrorSlug.URL_SCHEME: _row("", "The scheme is not http, https or data.", _CHECK_URL),
    ErrorSlug.URL_HOST: _row("", "The URL has no usable host name.", _CHECK_URL),
    ErrorSlug.URL_PORT: _row("", "The port is not a number from 1 to 65535.", _CHECK_URL),
    ErrorSlug.URL_TOO_LONG: _row("", "The URL is longer than IMGCRAWL_URL_MAX_LENGTH.", _CHECK_URL),
    ErrorSlug.URL_DATA_INVALID: _row("", "The data: URL cannot be decoded.", _CHECK_URL),
    ErrorSlug.URL_REDIRECT: _row("", "The server redirects to a place where imgcrawl does not go.", _LOOK),
    ErrorSlug.POLICY_PRIVATE_ADDRESS: _row(
        "",
        "The name leads to a private or reserved address.",
        "If it is yours, allow its network too, as by -s IMGCRAWL_ALLOW_NETWORKS=192.168.7.0/24 for 192.168.7.1, "
        "then run with -a retry=policy_private_address.",
    ),
    ErrorSlug.POLICY_OPT_OUT: _row("", "The server asks not to be used for data sets (noai, noimageai).", _OWNER),
    ErrorSlug.POLICY_ROBOTS: _row("", "The site's robots.txt forbids this address.", _OWNER),
    ErrorSlug.POLICY_ROBOTS_UNREACHABLE: _row(
        "r", "The site's robots.txt could not be fetched, and nothing may be asked for without it."
    ),
    ErrorSlug.DNS_NXDOMAIN: _row("", "The host name does not exist.", _GONE),
    ErrorSlug.DNS_NO_ADDRESS: _row("", "The host name has no address.", _GONE),
    ErrorSlug.DNS_SERVFAIL: _row("r", "The name server failed to answer for this name."),
    ErrorSlug.DNS_TIMEOUT: _row("r", "No name server answered in time.", "Check the resolver (IMGCRAWL_DNS_SERVERS)."),
    ErrorSlug.DNS_ERROR: _row("r", "The name could not be looked up.", "Check the resolver (IMGCRAWL_DNS_SERVERS)."),
    ErrorSlug.TCP_REFUSED: _row("r", "The host refuses connections on this port."),
    ErrorSlug.TCP_UNREACHABLE: _row("r", "There is no route to the host."),
    ErrorSlug.TCP_CONNECT_TIMEOUT: _row("r", "The host did not accept a connection in time."),
    ErrorSlug.TCP_RESET: _row("r", "The host cut the connection before it answered."),
    ErrorSlug.TCP_CLOSED: _row("r", "The host closed the connection without an answer."),
    ErrorSlug.TCP_TIMEOUT: _row("r", "The host took the request and stayed silent."),
    ErrorSlug.TCP_PROXY: _row("r", "The proxy could not be used.", "Check the proxy's address and credentials."),
    ErrorSlug.TCP_ERROR: _row("r", "The connection failed."),
    ErrorSlug.TLS_EXPIRED: _row("r", "The certificate has expired or is not valid yet."),
    ErrorSlug.TLS_UNTRUSTED: _row(
        "",
        "The certificate is not signed by a known authority.",
        "If you trust it, add it with IMGCRAWL_TLS_CA_FILE, then run with -a retry=tls_untrusted.",
    ),
    ErrorSlug.TLS_HOSTNAME: _row("", "The certificate is for another host.", _CHECK_URL),
    ErrorSlug.TLS_CERTIFICATE: _row("", "The certificate cannot be verified.", _MISMATCH),
    ErrorSlug.TLS_HANDSHAKE: _row("r", "Client and host found no common way to encrypt.", _REFUSED),
    ErrorSlug.TLS_CLIENT_CERTIFICATE: _row("", "The host wants a client certificate.", _REFUSED),
    ErrorSlug.TLS_RESET: _row("r", "The host cut the connection during the handshake."),
    ErrorSlug.TLS_TIMEOUT: _row("r", "The host stayed silent during the handshake."),
    ErrorSlug.HTTP_202: _row("r", "202: the server has taken the request and the image is not ready."),
    ErrorSlug.HTTP_304: _row("r", "304: the server says that our copy is up to date, and there is none."),
    ErrorSlug.HTTP_400: _row("", "400: the server does not understand the address.", _CHECK_URL),
    ErrorSlug.HTTP_401: _row("", "401: the server wants a login.", _REFUSED),
    ErrorSlug.HTTP_402: _row("", "402: the server wants to be paid.", _REFUSED),
    ErrorSlug.HTTP_403: _row("r", "403: the server refuses.", _REFUSED),
    ErrorSlug.HTTP_404: _row("", "404: nothing is at this address.", _GONE),
    ErrorSlug.HTTP_405: _row("", "405: the server does not allow GET here.", _REFUSED),
    ErrorSlug.HTTP_406: _row("r", "406: the server has nothing that the client accepts.", _REFUSED),
    ErrorSlug.HTTP_407: _row("", "407: the proxy wants a login.", "Check the proxy's credentials."),
    ErrorSlug.HTTP_408: _row("r", "408: the server waited too long for the request."),
    ErrorSlug.HTTP_409: _row("r", "409: the server refuses for now.", _REFUSED),
    ErrorSlug.HTTP_410: _row("", "410: the image was removed for good.", _GONE),
    ErrorSlug.HTTP_414: _row("", "414: the address is too long for the server.", _CHECK_URL),
    ErrorSlug.HTTP_416: _row("", "416: the server answers a range that was not asked for.", _REFUSED),
    ErrorSlug.HTTP_418: _row("r", "418: the server takes the client for a robot.", _REFUSED),
    ErrorSlug.HTTP_421: _row("r", "421: the connection was routed to the wrong server."),
    ErrorSlug.HTTP_423: _row("r", "423: the image is locked."),
    ErrorSlug.HTTP_424: _row("r", "424: the server depends on something that failed."),
    ErrorSlug.HTTP_425: _row("r", "425: the server wants the request again."),
    ErrorSlug.HTTP_426: _row("", "426: the server wants another protocol.", _REFUSED),
    ErrorSlug.HTTP_428: _row("", "428: the server wants a conditional request.", _REFUSED),
    ErrorSlug.HTTP_429: _row("r", "429: the host asks for fewer requests."),
    ErrorSlug.HTTP_431: _row("", "431: the request's headers are too large for the server.", _REFUSED),
    ErrorSlug.HTTP_444: _row("r", "444: the server refuses without a word.", _REFUSED),
    ErrorSlug.HTTP_451: _row("", "451: the image is withheld for legal reasons.", _OWNER),
    ErrorSlug.HTTP_499: _row("r", "499: the server wants a token or gave up waiting."),
    ErrorSlug.HTTP_OTHER_4XX: _row("", "The server rejects the request with an uncommon 4xx status.", _REFUSED),
    ErrorSlug.HTTP_500: _row("r", "500: the server failed."),
    ErrorSlug.HTTP_501: _row("", "501: the server cannot do what was asked.", _REFUSED),
    ErrorSlug.HTTP_502: _row("r", "502: the server behind the gateway failed."),
    ErrorSlug.HTTP_503: _row("r", "503: the server is overloaded or under repair."),
    ErrorSlug.HTTP_504: _row("r", "504: the server behind the gateway did not answer."),
    ErrorSlug.HTTP_505: _row("", "505: the server does not speak this HTTP version.", _REFUSED),
    ErrorSlug.HTTP_507: _row("r", "507: the server has no room left."),
    ErrorSlug.HTTP_508: _row("r", "508: the server found a loop in itself, or the site has used up what it may."),
    ErrorSlug.HTTP_509: _row("r", "509: the site has used up its bandwidth."),
    ErrorSlug.HTTP_511: _row("r", "511: the network wants a login.", "Log in to this network."),
    ErrorSlug.HTTP_520: _row("r", "520: the site's server gave a broken answer."),
    ErrorSlug.HTTP_521: _row("r", "521: the site's server is down."),
    ErrorSlug.HTTP_522: _row("r", "522: the site's server did not accept a connection."),
    ErrorSlug.HTTP_523: _row("r", "523: the site's server cannot be reached."),
    ErrorSlug.HTTP_524: _row("r", "524: the site's server did not answer in time."),
    ErrorSlug.HTTP_525: _row("r", "525: the handshake with the site's server failed."),
    ErrorSlug.HTTP_526: _row("r", "526: the site's server has a bad certificate."),
    ErrorSlug.HTTP_530: _row("r", "530: the content network cannot find the site."),
    ErrorSlug.HTTP_OTHER_5XX: _row("r", "The server failed with an uncommon 5xx status."),
    ErrorSlug.HTTP_UNEXPECTED_STATUS: _row("", "The status says neither success nor failure.", _LOOK),
    ErrorSlug.HTTP_REDIRECT_LOOP: _row("r", "The redirects do not end.", _LOOK),
    ErrorSlug.HTTP_BAD_REDIRECT: _row("", "The redirect has no usable target.", _GONE),
    ErrorSlug.HTTP_PROTOCOL: _row("r", "The response is not valid HTTP."),
    ErrorSlug.HTTP_STREAM: _row("r", "The server aborted the HTTP/2 stream."),
    ErrorSlug.HTTP_HEADERS_TOO_LARGE: _row("", "The response headers are too large.", _MISMATCH),
    ErrorSlug.HTTP_TIMEOUT: _row("r", "The response headers did not end in time."),
    ErrorSlug.CONTENT_EMPTY: _row("r", "The body is empty."),
    ErrorSlug.CONTENT_HTML: _row("r", "The server sent a web page instead of an image.", _LOOK),
    ErrorSlug.CONTENT_TEXT: _row("r", "The server sent text instead of an image.", _LOOK),
    ErrorSlug.CONTENT_NOT_IMAGE: _row("", "The bytes are not an image.", _LOOK),
    ErrorSlug.CONTENT_UNSUPPORTED_FORMAT: _row(
        "", "The image's format is not accepted.", "Fetch it by other means; imgcrawl accepts safe raster formats only."
    ),
    ErrorSlug.CONTENT_TRUNCATED: _row("r", "The image ends too early."),
    ErrorSlug.CONTENT_CORRUPT: _row("r", "The image cannot be decoded."),
    ErrorSlug.CONTENT_RESET: _row("r", "The connection broke in the middle of the body."),
    ErrorSlug.CONTENT_TIMEOUT: _row(
        "r", "The body did not end in time.", "Allow more time with IMGCRAWL_TOTAL_TIMEOUT_SECONDS."
    ),
    ErrorSlug.CONTENT_TOO_SLOW: _row("r", "The body came too slowly.", "Lower IMGCRAWL_LOW_SPEED_BYTES."),
    ErrorSlug.CONTENT_ENCODING: _row("r", "The body's content encoding is broken."),
    ErrorSlug.CONTENT_TOO_LARGE: _row(
        "", "The body is larger than allowed.", "Raise IMGCRAWL_MAX_BYTES, then run with -a retry=content_too_large."
    ),
    ErrorSlug.CONTENT_TOO_MANY_PIXELS: _row(
        "",
        "The image has too many pixels.",
        "Raise IMGCRAWL_MAX_PIXELS, then run with -a retry=content_too_many_pixels.",
    ),
    ErrorSlug.CONTENT_TOO_SMALL: _row(
        "",
        "The image is smaller than asked for.",
        "Lower IMAGES_MIN_WIDTH and IMAGES_MIN_HEIGHT, then run with -a retry=content_too_small.",
    ),
    ErrorSlug.CONTENT_PLACEHOLDER: _row("r", "The picture stands in for the image that was asked for.", _LOOK),
    ErrorSlug.CONTENT_HASH_MISMATCH: _row(
        "",
        "The image does not have the hash that the list gives.",
        "Look for another copy; or take what is there: leave IMGCRAWL_REQUIRE_HASH_ENABLED out and run with "
        "-a retry=content_hash_mismatch.",
    ),
    ErrorSlug.CONTENT_DECODER_CRASH: _row("", "The decoder died on these bytes.", _HOSTILE),
    ErrorSlug.CONTENT_DECODER_TIMEOUT: _row("", "The decoder did not end in time, or would not have.", _HOSTILE),
    ErrorSlug.STORAGE_FULL: _row("r", "The disk is full.", "Make room."),
    ErrorSlug.STORAGE_DENIED: _row("r", "The store cannot be written.", "Correct the permissions of its folder."),
    ErrorSlug.STORAGE_ERROR: _row("r", "The store failed.", "Check the disk."),
    ErrorSlug.INTERNAL_ERROR: _row("r", "imgcrawl failed on this row.", "Please report it with the row and the log."),
}
