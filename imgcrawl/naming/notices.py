"""Names that tell a notice from the image that was asked for."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from imgcrawl.naming.landed import PRESCRIBED, is_sites_own

_STATUS = r"404|403|410|429|503"
_DEFAULT = r"(?<!large_)(?<!medium_)(?<!small_)default"
"""But for shops' sizes (``12-large_default``)."""
_WHOLE = (
    rf"missing|{_DEFAULT}|blank|empty|dummy|spacer|busy|sorry|error|gone|expired|forbidden|blocked|broken|fallback|fail(?:ed)?"
    r"|(?:under[-_. ]?)?maintenance|overload(?:ed)?|throttled?|unknown|none|null|invalid|disabled|inactive"
    r"|sold[-_. ]?out|out[-_. ]?of[-_. ]?stock|discontinued|err(?:or)?[-_. ]?404|bad[-_. ]?image|unavail"
    r"|(?:broken|dead)[-_. ]?link|access[-_. ]?denied|(?:content|sensitive)[-_. ]?(?:warning|content)"
    r"|(?:premium|subscribers?)[-_. ]?(?:only|content)|paywall"
    r"|restricted|suspended|unauthori[sz]ed|under[-_. ]?construction|awaiting|pending|mystery[-_. ]?(?:man|person)"
    r"|(?:log|sign)[-_. ]?in(?:[-_. ]?(?:required|needed|first))?|members?[-_. ]?only|nsfw"
    r"|adults?[-_. ]?(?:only|content|warning)|age[-_. ]?(?:restrict(?:ed|ion)|gate|check|verification|limit)"
    r"|(?:geo|region|country)[-_. ]?(?:block(?:ed)?|restrict(?:ed|ion)|lock(?:ed)?)"
    r"|(?:link|domain)[-_. ]?(?:expired|parked|for[-_. ]?sale)|parked"
    r"|(?:anti|no|stop)[-_. ]?hot[-_. ]?link(?:ing)?|(?:(?:anti|no)[-_. ]?)?leech(?:ing|ers?)?"
    r"|(?:anti|no|stop)[-_. ]?(?:steal(?:ing)?|theft)|bandwidth|bwe"
    r"|copyright(?:[-_. ]?(?:notice|violation|infringement|claim))?|dmca|take[-_. ]?down|censored|moderated|rejected"
    r"|(?:image[-_. ]?)?(?:generating|processing|rendering|converting|transcoding)|in[-_. ]?progress"
    r"|unsafe|captcha|no[-_. ]?(?:cover(?:[-_. ]?art)?|poster|art(?:work)?|avatar|logo|foto|portrait|product)"
)
_OWN = (
    r"silhouette|anonymous|generic|nothing|stub|adult|mature|private|protected|robot|oops|stop|brand|logo|watermark|stolen"
    r"|thief|pixel|(?:ajax[-_. ]?|pre)?load(?:ing|er)|spinner|transparent|n[-_. ]?a|lazy(?:[-_. ]?load)?|skeleton"
    r"|shimmer|throbber|clear|dot|1x1"
)
"""What sites call notices of theirs, and pictures are called as well: it counts where a site keeps its own alone."""
_ANYWHERE = (
    r"removed|deleted|unavailable|placeholder|denied",
    r"not[-_. ]?(?:available|found|allowed)",
    r"no[-_. ]?(?:image|img|photo|picture|pic|preview|thumbnail|thumb)",
    r"place[-_. ]holder|(?:no[-_. ]?)?hot[-_. ]?link(?:ing|ed)?|coming[-_. ]?soon",
    r"slow[-_. ]?down|try[-_. ]?(?:again|later)|too[-_. ]?many[-_. ]?requests",
    r"(?:rate|quota|bandwidth)[-_. ]?(?:limit(?:ed)?|exceeded)",
)
_FILLER = (
    r"(?:images?|img|photos?|pictures?|pics?|files?|thumb(?:nail)?|large|small|medium|page|this|is|was|has|been|no|longer"
    r"|the|available|yet|original|(?<!\d)(?:\d{3}|\d{2,4}x\d{2,4}))"
)
"""What may stand beside the words of a notice; of any name there is one reading, as no number begins within another."""

_THING = (
    rf"(?:{_FILLER}|server|site|product|item|article|post|user|profile|account|person|avatar|cover|logo|icon|bg"
    r"|background|listing|link|ad|offer|auction|event|poster|host|domain|licen[cs]e|trial|gallery|content|media|video|recipe"
    r"|story|og|share|social)"
)
_GONE = (
    r"removed|deleted|missing|gone|expired|unavailable|nothing|no[-_. ]?longer|404|410|placeholder|place[-_. ]holder",
    _DEFAULT,
    r"not[-_. ]?(?:available|found)|no[-_. ]?(?:image|img|photo|picture|pic|preview|thumbnail|thumb)",
)
_LINKED = re.compile(r"hot[-_. ]?link|leech|steal|stole|theft|thie[fv]|denied|forbid")
"""What a notice says for pages of other sites, or for what names the site's own as we do."""
_OF_WHO_ASKS = re.compile(
    rf"{_LINKED.pattern}|block|restrict|(?:log|sign)[-_. ]?in|member|privat"
    r"|protect|limit|exceed|quota|bandwidth|captcha|robot"
)
"""What a notice says that is about who asks, or how often, whatever else it says."""
_IN_MAKING = re.compile(
    r"(?<![^\W_])(?:generating|processing|rendering|converting|transcoding|in[-_. ]?progress)(?![^\W_])[^/]*$"
    r"|/mshots/v1/default$"
)
"""What a path says of a picture that is being made; WordPress has a page drawn when its picture is first asked for.

Source: https://github.com/Automattic/mShots.
"""
_CLOSED = re.compile(
    r"(?<![^\W_])(?:slow[-_. ]?down|(?:try|come)[-_. ]?(?:again|back)|try[-_. ]?later"
    r"|too[-_. ]?many[-_. ]?requests|rate[-_. ]?limit(?:ed)?)(?![^\W_])"
)
"""What the name of a notice says that all are to ask more slowly, or later: not that an allowance is used up."""
_WHOLE_NAME = re.compile(
    rf"(?:{_FILLER}[-_. ]?)*(?P<status>{_STATUS})(?:[-_. ]?{_FILLER})*"
    rf"|(?:{_THING}[-_. ]?)*(?P<word>{_WHOLE}|{'|'.join(_ANYWHERE)})(?:[-_. ]?{_THING})*"
)
_OWN_NAME = re.compile(rf"(?:{_THING}[-_. ]?)*(?:{_OWN})(?:[-_. ]?{_THING})*")
_NOTHING_ELSE = re.compile(rf"(?:{_FILLER}|[-_. ])*")
_NO_IMAGE = re.compile(
    rf"(?:{_FILLER}[-_. ]?)*(?:no[-_. ]?(?:image|img|photo|foto|picture|pic|cover|poster|thumbnail|thumb)s?"
    r"(?:[-_. ]?(?:yet|available|found|provided|uploaded|icon|placeholder|default))*"
    r"|(?:image|img|photo|picture|pic|cover)s?[-_. ]?(?:is[-_. ]?)?"
    r"(?:not[-_. ]?(?:yet[-_. ]?)?(?:available|found)|unavailable|missing|coming[-_. ]?soon)"
    rf"|(?:image|img|photo|picture)[-_. ]?place[-_. ]?holder)(?:[-_. ]?(?:{_FILLER}|(?<!\d)\d{{1,2}}(?!\d)))*"
)
_NO_IMAGE_HINT = re.compile(r"no|unavailable|missing|coming|place")
_KNOWN_STAND_IN = re.compile(
    r"/(?:2a96cbd8b46e442fc41c2b86b821562f|4128a6eb29f94943c9d206c08e625904|c6f59c1e5e7240a4c0d427abd71f3dbb"
    r"|818148bf682d429dc215c1705eb27b98)\b"
    r"|/catalog/product/(?:cache/(?:[\w-]+/){1,6})?placeholder/|/woocommerce-placeholder\b|/woocommerce/assets/images/placeholder"
    r"|/img/p/[a-z]{2}-default\b|/assets/no-image-\d+-[0-9a-f]{32}"
    r"|/x-site/icons/no-img-|//abs\.twimg\.com/(?:.*/)?default_profile_images/"
    r"|\.googleusercontent\.com/-[\w-]+/AAAAAAAAAAI/AAAAAAAAAAA/"
)
_SEPARATORS = re.compile(r"[-_. ]")
_NAME_CHARS = 100
"""What is read of a name; those of notices are shorter."""


_IN_PLACE = re.compile(
    r"(?<![^\W_])(?:(?<![a-z]_)defaults?|placeholders?|fallback|generic|dummy"
    r"|no[-_. ]?(?:image|img|photo|pic(?:ture)?))(?![^\W_])"
)
"""What sites call pictures that stand where they have none of a thing; beside ``default`` stands what is lacking,
but for shops' sizes (``12-large_default``)."""


_PHRASES: Final = r"""
    kein[-_. ]?(?:bild|foto|photo)  bild[-_. ]?(?:nicht[-_. ]?(?:verfuegbar|verfugbar|vorhanden|gefunden)|fehlt)
    nicht[-_. ]?(?:verfuegbar|verfugbar|vorhanden|gefunden)  platzhalter
    (?:pas[-_. ]?(?:de?|d)?|aucune|sans)[-_. ]?(?:image|photo|visuel)  image[-_. ]?(?:manquante|absente)
    non[-_. ]?(?:disponible|trouvee?)  indisponible
    (?:sin|no[-_. ]?hay)[-_. ]?(?:imagen|foto)  no[-_. ]?(?:disponible|encontrad[ao])
    sem[-_. ]?(?:imagem|foto)  nao[-_. ]?(?:disponivel|encontrad[ao])  indisponivel
    (?:nessuna?|senza)[-_. ]?(?:immagine|foto)  non[-_. ]?(?:disponibile|trovat[ao])
    geen[-_. ]?(?:afbeelding|foto|plaatje)  niet[-_. ]?(?:beschikbaar|gevonden)
    (?:brak|bez)[-_. ]?(?:zdjec(?:ia|ie)|obrazk[au]|obrazu|foto(?:grafii)?|grafiki)  niedostepn[ey]
    (?:bez|zadny|neni)[-_. ]?(?:obraz(?:k[ua]|ek|ok)|fot(?:ky|ka|o|ografie))
    (?:bez|net|niet)[-_. ]?(?:foto|izobrazheni[jy]a|kartinki)  nema(?:e)?[-_. ]?(?:foto|zobrazhennya|slike)
    нет[-_. ]?(?:фото|изображения|картинки)  без[-_. ]?(?:фото|изображения)  (?:немае|нема)[-_. ]?(?:фото|зображення)
    (?:resim|gorsel|fotograf|foto)[-_. ]?(?:yok|bulunamadi)
    (?:ingen|saknar)[-_. ]?(?:bild|bilde|billede|foto|fotografi)  intet[-_. ]?(?:billede|foto)
    (?:bild|bilde|billede)[-_. ]?(?:saknas|mangler)  ei[-_. ]?(?:kuvaa|kuva|valokuvaa)
    nincs[-_. ]?(?:kep|foto)  fara[-_. ]?(?:imagine|poza|foto)  indisponibila?
    (?:xoris|horis|choris)[-_. ]?(?:eikona|foto)  χωρις[-_. ]?(?:εικονα|φωτογραφια)
    (?:tidak|tiada)[-_. ]?(?:ada[-_. ]?)?(?:gambar|foto)  tidak[-_. ]?(?:tersedia|ditemukan)
    khong[-_. ]?co[-_. ]?(?:anh|hinh(?:[-_. ]?anh)?)
    (?:画像|写真|イメージ)(?:なし|無し|がありません|準備中|はありません)  no[-_. ]?gazou?  gazou?[-_. ]?nashi
    (?:暂无|暫無|没有|沒有|无|無)(?:图片|圖片|照片|图像|圖像|图|圖)  (?:zanwu|meiyou)[-_. ]?(?:tupian|zhaopian)
    (?:이미지|사진)[-_. ]?(?:없음|없습니다|준비중)
    ไม่มี(?:รูป|รูปภาพ|ภาพ)  لا[-_. ]?توجد[-_. ]?صورة  אין[-_. ]?תמונה  تصویر[-_. ]?موجود[-_. ]?نیست
"""
"""How other languages than English say that there is no picture: phrases, two spaces apart, as they are written and, of
other scripts, as they are mostly transcribed.
"""


def _plain(name: str) -> str:
    """Return *name* without accents and the like, which names of files have or have not."""
    if name.isascii():
        return name
    letters = unicodedata.normalize("NFKD", name)
    kept = "".join(char for char in letters if not unicodedata.combining(char)).translate(_STROKES)
    return unicodedata.normalize("NFC", kept)


_STROKES: Final = str.maketrans("łøđıß", "lodis")
_FOREIGN: Final = tuple(_plain(phrase) for phrase in re.split(r"\s{2,}", _PHRASES.strip()))
"""Regular expressions for a :func:`_plain` name in lower case."""


class _Message(NamedTuple):
    """What a file's name says: the words of a notice, and whether it says nothing else."""

    words: frozenset[str]
    is_all: bool


def leads_to_notice(asked_url: str, final_url: str) -> bool:
    """Say whether *asked_url* ended at a file whose name says that the image is not to be had.

    A picture may well be called ``missing.jpg``: the name must say so in a word that the one asked for does not have,
    or in nothing but such words where the other had more to say. Words that pictures bear too (``default``, ``gone``,
    ``404``) count only as the whole name, and not where the IIIF Image API prescribes it. A folder may say it as well.
    """
    if final_url == asked_url or PRESCRIBED.search(urlsplit(final_url).path):
        return False
    if names_no_image(final_url) and not names_no_image(asked_url):
        return True
    asked_name, name = _stem(asked_url), _stem(final_url)
    if name == asked_name:
        return False
    asked, final = _read(asked_name), _read(name)
    is_said = bool(final.words - asked.words) or (final.is_all and not asked.is_all)
    return is_said or (_OWN_NAME.fullmatch(name) is not None and is_sites_own(asked_url, final_url))


def stands_in_for_any(asked_url: str, url: str) -> bool:
    """Say whether the file at *url* is named as what a site shows for every thing without a picture.

    Whatever a page says beside it, alone or as a page's own picture, it is not *asked_url*, unless that has the word,
    too. ``default`` alone is the size of a service.
    """
    name = _stem(url)
    words = {word for word in _IN_PLACE.findall(name) if word != name or word != "default"}
    return bool(words - {*_IN_PLACE.findall(_stem(asked_url))}) or (
        name != "default" and leads_to_notice(asked_url, url)
    )


def names_no_image(url: str) -> bool:
    """Say whether *url* is itself that of what a site or service shows where it has no picture.

    The file's whole name or a folder's says so, in words that no picture is called by; or it is known for that.
    Sources: Last.fm's star for all artists (pylast/pylast #317), and what it has for albums and members; Google's
    silhouette (meanjs/mean #1205), X's, and what Amazon's catalogue, Magento (``View/Asset/Placeholder``), WooCommerce,
    PrestaShop and Shopify have.
    """
    if _KNOWN_STAND_IN.search(url):
        return True
    path = unquote(urlsplit(url).path).lower()
    if not _NO_IMAGE_HINT.search(path):  # as mostly
        return False
    names = path.split("/")[1:]  # a wiki's thumbnails lie in a folder called as the file
    return any(_NO_IMAGE.fullmatch((name.rpartition(".")[0] or name)[:_NAME_CHARS]) for name in names)


def says_gone(url: str) -> bool:
    """Say whether the name of the notice at *url* says that there is no image, not that somebody may not have it."""
    name = _stem(url)
    is_said = _missing().search(name) is not None and _OF_WHO_ASKS.search(name) is None
    return is_said and not says_in_making(url)


def says_in_making(url: str) -> bool:
    """Say whether the notice at *url* is called so that the image itself is to be expected in a moment."""
    return _IN_MAKING.search(unquote(urlsplit(url).path).lower()) is not None


def says_closed(url: str) -> bool:
    """Say whether the notice at *url* is called so that its host will give images again to who waits."""
    return _CLOSED.search(_stem(url)) is not None


def says_linked(url: str) -> bool:
    """Say whether the name of a notice at *url* speaks of pictures that other sites' pages show, or that are denied."""
    return _LINKED.search(_stem(url)) is not None


@cache
def _speaking() -> re.Pattern[str]:
    """Return what speaks wherever it stands; to compile it takes half a hundredth of a crawl's start."""
    return re.compile(rf"(?<![^\W_])(?:{'|'.join((*_ANYWHERE, *_FOREIGN))})(?![^\W_])")


@cache
def _missing() -> re.Pattern[str]:
    """Return what says that there is no image, in whichever language."""
    return re.compile(rf"(?<![^\W_])(?:{'|'.join((*_GONE, *_FOREIGN))})(?![^\W_])")


def _read(name: str) -> _Message:
    whole = _WHOLE_NAME.fullmatch(name)
    words = [match[0] for match in _speaking().finditer(name)] + ([whole[whole.lastgroup or 0]] if whole else [])
    rest = _NOTHING_ELSE.fullmatch(_speaking().sub("", name))
    return _Message(frozenset(_SEPARATORS.sub("", word) for word in words), bool(words and (whole or rest)))


def _stem(url: str) -> str:
    """Return the file's name without its extension, in lower case and no longer than that of a notice."""
    name = unquote(urlsplit(url).path.rsplit("/", 1)[-1]).lower()
    return _plain((name.rpartition(".")[0] or name)[:_NAME_CHARS])
