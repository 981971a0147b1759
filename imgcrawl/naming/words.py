"""The words that tell what a part of an address is about: vocabulary only, no rules."""

from __future__ import annotations

import re

from imgcrawl.naming.renditions import NAMED_WIDTHS


def vocabulary(text: str) -> frozenset[str]:
    """Return the words in *text*."""
    return frozenset(text.split())


_SHOWN = "jpe?g|jfif|png|gif|webp|avif|bmp|tiff?"
ENDING = rf"\.(?:{_SHOWN})"
"""The ending of a picture's file, but for HEIC, which browsers do not show."""
ANY_ENDING = rf"\.(?:{_SHOWN}|heic)"
"""The ending of a picture's file."""
IMAGE_FILE = re.compile(rf"{ANY_ENDING}(?![a-z0-9])", re.IGNORECASE)
"""The extension of an image format of the web, anywhere in a URL."""
PICTURE_FILE = re.compile(rf"{IMAGE_FILE.pattern}|/[-~]/media/[^\s\"'<>?#]{{1,300}}\.ashx(?![a-z0-9])", re.IGNORECASE)
"""The same, or the handler behind which Sitecore hides the extensions of its media, anywhere in a text."""
IMAGE_FILE_END = re.compile(rf"{IMAGE_FILE.pattern}$", re.IGNORECASE)
"""The same at the end of a name."""
UNIX_TIME = re.compile(r"1\d{9}(?:\d{3})?")
"""A Unix time in seconds or milliseconds, from 2001 to 2033, as systems set it when they make a file anew."""

EXTENSIONS = vocabulary("avif bmp cur gif ico jfif jp2 jpe jpeg jpg png ppm qoi svg tif webp")
"""The extensions of image files, in lower case: those of all formats that are accepted, and others for the same."""

CONTAINERS = vocabulary("""
    image images img imgs photo photos pic pics picture pictures media upload uploads file files asset assets static
    cdn content wp-content data storage public pub private gallery galleries i p web cache site sites default common
    commons wikipedia render proxy api download dl view show get serve dynamic user users album albums
""")
"""Directories that hold pictures of every kind."""

KEEPING = vocabulary("""
    archive archives archived backup old new legacy current live moved migrated res resource resources source src
    object objects blob blobs bucket buckets library lib catalog catalogue product products item items post posts page
    pages article articles blog shop store stock shots stills scans orig original originals full large hires thumbs www
    system rails active_storage representations redirect dam adobe dynamicmedia deliver is - ~ variants
    getmedia getattachment fileadmin user_upload userfiles uploaded bilder medien foto fotos imagenes immagini medias
    cms multimedia documents imagecache typo3temp globalassets contentassets siteassets polopoly_fs tl_files mediafiles
    webp-express webp-images product_images popup_images info_images original_images thumbnail_images
""")
"""Directories that say how pictures are kept or what kind of page they are for, beside the containers."""

BUILT = vocabulary("""
    processed resampled generated gen build built dist bundle bundles packs derivatives renditions astro nuxt next
    immutable compiled
""")
"""Directories, without underscores around them, under which a system keeps what it has made of its files."""

DISPLAY_FIELDS = vocabulary("""
    w h width height wid hei size sz imwidth imheight resize fit crop quality q qlt dpr auto format fm fmt strip ssl
    scale zoom impolicy mw mh max_width max_height maxwidth maxheight ixlib ixid cs usm op_sharpen bg ver version
    cb rev mtime updated
""")
"""Query fields that choose size, quality, format or cache, never another picture."""

FALLBACK_FIELDS = vocabulary("d default errorredirect fallback onerror placeholder notfound")
"""Query fields that give the address of what is shown in place of a picture that is not there."""

CACHE_FIELDS = frozenset({"v", "t", "ts", "time"})
"""Query fields that renew a cached file whose name tells its picture; elsewhere they may name a video or a thread."""

NEUTRAL = frozenset(NAMED_WIDTHS) | vocabulary("""
    image images img imgs photo photos pic pics picture pictures file jpg jpeg png webp gif avif tiff bmp resized
""")
"""Words that name the kind, format or size of a picture and never tell two pictures apart."""

GENERIC = NEUTRAL | vocabulary("""
    imag pict files default index main cover banner hero header featured feature slide slider gallery item product
    products media asset content upload uploads untitled unnamed unknown noname new old temp tmp test copy edit
    edited final version dsc dscn dscf gopr sam mvc cimg screenshot screen shot whatsapp p page post article front
    back side top bottom left right view detail src display show render download get web cropped crop the a an of in
    on at and or to with
""")
"""Words that many pictures' names share."""

TIMES = vocabulary("""
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun daily
    weekly monthly yearly annual spring summer autumn fall winter morning noon evening night today
""")
"""Words that tell one of a series in time."""
TITLED = vocabulary("spring summer autumn fall winter morning noon evening night march may sun")
"""Those of them that titles of single pictures have as well, also in other meanings."""
COMMON = (
    GENERIC
    | TIMES
    | vocabulary("""
    about account ad ads agency app archive author background banners best bg blog brand brands button campaign card
    cards case category center centre client clients collage collection company contact corporate demo description
    desktop details different digital document download event events example excerpt facebook first for from frame
    free full getting google graphic graphics group help hero hi home homepage how icon illustration info instagram
    intro landing landscape last latest linkedin list local logo mail map member members mobile model more my name
    newest news newsletter next number office official old one online opengraph other our over overview own people
    pinterest placeholder portfolio portrait preview previous print product profile project promo public report retina
    sale sample section series service services share shared shop show site sketch small social software special
    sponsor staff standard step still stock store story summary support table tablet team teaser template testimonial
    text that the theme this tile title tour transparent twitter two three four five six seven eight nine ten second
    third user users video videos view views wallpaper web website welcome who why wide widget wordpress work your
    youtube zoom
""")
)
"""Words that sites give to pictures of many things, and :data:`TIMES`."""

PICTURES = vocabulary("""
    image images img imgs photo photos pic pics picture pictures media asset assets file files i
""")
"""Directories after which a number counts pictures."""

THINGS = vocabulary("""
    user users author authors seller sellers member members profile profiles album albums gallery galleries set sets
    collection collections item items product products post posts article articles page pages event events listing
    listings shop shops store stores category categories
""")
"""Directories after which an identifier counts what has pictures of its own."""

PERSONS = vocabulary("""
    user users u author authors member members profile profiles artist artists people staff team seller sellers agent
    agents photographer photographers owner owners avatars
""")
"""Directories after which an identifier is a person's, also where pictures are counted alike."""

PROPERTIES = vocabulary("""
    black white grey gray red green blue yellow orange brown pink purple violet gold silver beige navy olive teal
    men women man woman male female boys girls kids unisex front back left right top bottom side inside outside
    before after day night spring summer autumn fall winter small medium large new used
""")
"""Words of directories that tell apart pictures of the same name: of one thing in its colours, sides or seasons."""

ROOMS = vocabulary("""
    room rooms bedroom bedrooms bathroom bathrooms kitchen livingroom living dining lounge hall hallway corridor lobby
    reception foyer entrance exterior interior facade elevation aerial terrace balcony patio garden yard backyard garage
    pool basement attic cellar loft study laundry closet toilet shower bath master guest suite floor floorplan plan
    ground upper lower staircase stairs roof deck porch driveway headshot
""")
"""What houses, hotels and people have pictures of, all of them the same."""

VIEWS = COMMON | PROPERTIES
"""Words that may tell one of a thing's pictures from the others."""

FURNITURE = vocabulary("""
    sprite sprites logo logos icon icons favicon avatar avatars gravatar buddyicon buddyicons badge badges button
    buttons emoji emojis smiley smileys flag flags userpic
""")
"""Words of pictures that belong to the site and not to its content."""

ADVERTS = vocabulary("ad ads advert adverts advertising advertisement advertisements adserver sponsors")
"""Directories that hold what others pay for."""

MADE_OF = vocabulary("""
    floorplan floorplans siteplan siteplans habitat habitats datasheet datasheets back backs rear before after
    histogram histograms rating ratings counter counters stats statistics palette palettes sparkline
    sparklines streetview
    negative negatives mask masks segmentation annotation annotations heatmap heatmaps overlay overlays thermal infrared
    map maps rangemap rangemaps distribution distributions sonogram sonograms spectrogram spectrograms waveform
    waveforms chart charts graphs plot plots diagram diagrams barcode barcodes qr qrcode qrcodes label labels
    energylabel energylabels signature signatures xray xrays verso reverse video videos podcast podcasts audio
    sound sounds
""")
"""Last words of directories that hold something else about a thing than its picture, under its name or number."""

SECTIONS = vocabulary("before after label labels video videos podcast podcasts audio sound sounds statistics stats")
"""Those of them under which sites keep photographs, too."""

STAND_INS = vocabulary("""
    pixel spacer blank transparent tracking tracker beacon placeholder loading loader spinner noimage nophoto
    lazyload 1x1 clear no not none available missing dummy
""")
"""Words of files that stand in for a picture or count visits."""

DRAWS = re.compile(
    r"https?://[^/?]*(?:screen-?shot|page-?peeker|web-?thumb|thum\.io|qr-?(?:code|server))"
    r"|/(?:[^/?]*[-_.])?(?:mshots|screenshots?|favicons?|qr(?:codes?)?|ogp?|opengraph|og-?image|(?:og|twitter|social)-?cards?)"
    r"(?=[/?]|\.(?:php|aspx?|ashx|cgi)\b|$)",
    re.IGNORECASE,
)
"""Services that draw something of the address that they are given: a page's screenshot, a code, a card with a title."""

CARDS = vocabulary("og ogp ogimage opengraph social share sharing card cards twittercard")
"""Words of directories that hold what is drawn for social networks, with a page's title on it."""

OTHER_PICTURE = vocabulary("""
    hover rollover mouseover over out alt swap second secondary image2 img2 src2 srcback flip next prev back rear side
    other before after poster logo avatar placeholder fallback default
    error low lqip blur icon user author profile
""")
"""Words in the name of a ``data-*`` attribute that names another picture than its element shows."""

OF_OTHERS = (PROPERTIES - {"small", "medium", "large"}) | vocabulary("""
    related similar recommended brand maker flag qr map video variant swatch colour color seller shop store sponsor
    banner ad ads og share parent sibling onerror fail failed missing notfound
""")
"""Words in such a name that may tell another view, or another thing: what it names is no version of the element's."""

KEYS_OF_OTHERS = vocabulary("""
    by uploader submitter contributor photographer artist artists person people member members seller shop brand
    manufacturer vendor company category categories tag tags topic venue map maps fallback placeholder watermark
    background backgrounds banner banners ad ads advert sponsor sponsors badge flag team provider channel qr qrcode
""")
"""Words of keys under which a record names pictures of others than itself, and what stands in for its own."""

TOKEN_MARKS = vocabulary("s sig sign signed signature token tokens tok auth secure st exp expires")
"""Directories after which a token stands that gives access for a while."""
