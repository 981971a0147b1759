"""The copies of sites and blogs that are not WordPress's.

Sources, as of November 2026: Drupal core, ``ImageStyle::buildUri``; Drupal 6, ImageCache; Ghost, "Dynamic image sizes";
Wix, "Image URLs"; Squarespace, "Image formats"; Blogger and Google Photos, "Base URLs"; Wagtail, ``Rendition``;
Paperclip, "Interpolations"; CarrierWave, "Versions"; Craft, "Image Transforms"; Kirby, ``Media`` and, of Kirby 2,
``Thumb``; Hugo, "Image processing"; Lychee, ``SizeVariantType``; SLIR, "URL parameters"; Adobe Experience Manager,
renditions of assets; Liferay, ``DLUtil.getPreviewURL``; Silverstripe, ``File variants``; LiipImagineBundle, "Filters";
Joomla's K2, Phoca Gallery and thumbnail plug-ins; Strapi's upload plug-in, "Responsive images"; Umbraco, Sitecore,
Concrete CMS, eZ Publish, Plone and Statamic, whose folders are named here as their releases have them.
"""

from __future__ import annotations

from typing import Final

from imgcrawl.intake.forms.form import END, FILE, PICTURE, Form

_BLOGGER = (
    r"(/(?:[-_][\w-]{8,}/[\w-]{8,}/A{4,}[\w-]*/[\w-]{8,}|img/b/R29vZ2xl/[\w-]{20,}))/(?:[swh]\d+)(?:-[a-z0-9]+)*"
    r"(?=/[^/?]*$)"
)
_IMAGE_KEY = r"(//[^/?]+/(?:[\w-]+/)*[\w-]{20,})=(?:[swh]\d+)(?:-[a-z0-9]+)*$"
_JOOMLA_SIZE = r"(?:-(?:fill|fit|stretch))?(?:-\d{2,4}x\d{2,4}|_\d{2,4}_\d{2,4}|_\d{2,4}x\d{2,4})"
_HUGO = r"_hu(?:[0-9a-f]{8,64}_\d+_\d*x\d*_(?:resize|fit|fill|crop)(?:_[\w.-]+?)??|_?[0-9a-f]{16,64})"
_VERSIONS = r"thumb(?:nail)?|mini|small|medium|large|big|square|preview|icon|tiny"
_PHOTO = r"(/photos/\d+/(?:original|large|medium|small|thumb|square))"

SITES: Final = (
    Form("Drupal", r"(/files)/styles/[^/?]+/public(/[^?]+\.(?:jpe?g|png|gif))\.webp(?:\?.*)?$", (r"\1\2",)),
    Form("Drupal", r"(/files)/styles/[^/?]+/public(/[^?]+\.\w{3,4})(?:\?.*)?$", (r"\1\2",)),
    Form("Drupal 6", rf"(/files)/imagecache/[^/?]+(?=/(?:[^?]+/)?{FILE}{END})", (r"\1",)),
    Form("Wix", r"(/media/[^/?]+~mv2(?:_d_[\d_]+_s_[\d_]+)?\.[a-z]{3,4})/.+", (r"\1",)),
    Form("Wix", r"(/media/[0-9a-f]{6}_[0-9a-f]{32}\.[a-z]{3,4})/v1/(?:fill|fit|crop)/[a-z]+_\d[^?]*", (r"\1",)),
    Form("Ghost", r"(/content/images)/size/w\d+(?:h\d+)?(?:/format/[a-z]+)?(?=/)", (r"\1",)),
    Form(
        "Squarespace",
        r"(/(?:content/v1|static)/[0-9a-f]{24}/[^?]+)\?(?:[^#]*&)?format=\d+w.*",
        (r"\1?format=original", r"\1?format=1500w"),
    ),
    Form("Blogger", _BLOGGER, (r"\1/s0", r"\1/s1600")),
    Form("Google Photos", _IMAGE_KEY, (r"\1=s0", r"\1=s1600")),
    Form("TypePad", r"(/\.a/6a[0-9a-f]{20,})-(?:\d+[a-z]{2}|popup)$", (r"\1-pi", r"\1")),
    Form("Medium", r"(//miro\.medium\.com)/(?:v2/)?(?:[a-z]+[/:][^*?]*/)(?=\d\*[\w-]+\.\w+$)", (r"\1/v2/", r"\1/")),
    Form("Joomla", rf"(/images)/(?:thumbnails|resized)/images(/[^?]+?){_JOOMLA_SIZE}(?=\.[a-z]{{3,4}}$)", (r"\1\2",)),
    Form("K2", r"(/media/k2/items/)cache/([0-9a-f]{32})_[a-z]+(\.jpg)", (r"\1src/\2\3", r"\1cache/\2_XL\3")),
    Form(
        "Wagtail",
        r"/images/([^/?]+?)(?:\.[0-9a-f]{8})?\.(?:(?:max|min|fill)-\d+x\d+|(?:width|height|scale)-\d+)[\w.-]*?(?=\.[a-z]{3,4}$)",
        (r"/original_images/\1",),
    ),
    Form(
        "Paperclip",
        rf"(/system/(?:\w+/){{1,4}}?(?:\d{{3}}/){{2,4}}(?=(?!original/)[a-z]\w*/)|/system/\w+/\d+/(?=(?:{_VERSIONS})/))\w+"
        r"(?=/[^/?]+\.\w{3,4}(?:\?\d+)?$)",
        (r"\1original",),
    ),
    Form("CarrierWave", rf"(/uploads/\w+/\w+/\d+/)(?:{_VERSIONS})_(?=[^/?]+\.\w{{3,4}}$)", (r"\1",)),
    Form("Craft", rf"/_(?:\d+|AUTO)x(?:\d+|AUTO)_[a-z]\w*(?:-[a-z]+)?[\w-]*/(?:\d+/)?(?={FILE}{END})", ("/",)),
    Form(
        "Kirby",
        r"(/media/(?:pages|site|users)/(?:[^?]+/)?[0-9a-f]{8,}-\d{9,10}/[^/?]+?)-\d*x\d*(?:-[a-z0-9-]+)?(?=\.[a-z]{3,4}$)",
        (r"\1",),
    ),
    Form("Kirby 2", rf"/thumbs(/(?:[^?]+/)?[^/?]+?)-\d+x\d+(?={PICTURE}{END})", (r"/content\1",)),
    Form(
        "AEM",
        rf"(/content/dam/[^?]+?{PICTURE})(?:/(?:_jcr_content|jcr:content|jcr%3Acontent)/renditions/[^/?]+|\.transform/[^?]+"
        r"|\.(?:thumb|rendition)\.\d{1,5}\.\d{1,5}\.[a-z]{3,4})(?:\?.*)?$",
        (r"\1",),
    ),
    Form(
        "Liferay",
        r"(/documents/\d+/\d+/[^?]+)\?(?:([^#]*?)&)?image(?:Thumbnail|Preview)=\d(?:&([^#]*))?$",
        (lambda found: "?".join(filter(None, (found[1], "&".join(filter(None, found.groups()[1:]))))),),
    ),
    Form(
        "Silverstripe",
        rf"(/assets/[^?]*?)_resampled/(?:[A-Za-z]{{1,60}}W[\w=]+/|(?:[a-z]+\d{{2,}}|\w{{1,60}}?\d{{2,}}|[A-Z]\w{{1,60}}?Wy\w{{4,}}=*)-)(?={FILE}{END})",
        (r"\1",),
    ),
    Form("Silverstripe", rf"(/assets/[^?]*[^/?])__[A-Z][A-Za-z]{{1,60}}W[\w=]+(?={PICTURE}{END})", (r"\1",)),
    Form("Liip", r"/media/cache/(?:resolve/)?[a-z]\w*/(?:rc/\w+/)?(?=(?:uploads|images|media|files)/)", ("/",)),
    Form("Concrete", r"(/application/files)/thumbnails/\w+(?=(?:/\d{3,4}){2,3}/[^/?]+$)", (r"\1",)),
    Form("Phoca", rf"/thumbs/phoca_thumb_[sml]\d?_(?={FILE}{END})", ("/",)),
    Form(
        "Strapi",
        rf"(/uploads/)(?:thumbnail|x?small|medium|x?large)_(?=[^/?]+_(?!(?:19|20)\d\d\.)(?=[a-f]*\d)[0-9a-f]{{3,10}}{PICTURE}{END})",
        (r"\1",),
    ),
    Form("eZ", r"(/storage/images/(?:[^?]+/)?\d+-\d+-[a-z]{3}-[a-z]{2}/[^/?]+)_[a-z]\w*?(?=\.[a-z]{3,4}$)", (r"\1",)),
    Form(
        "Plone",
        rf"({PICTURE})/(?:image_[a-z]+|@@images/(?:image/[a-z]+|[0-9a-f-]{{36}}\.\w+))$",
        (r"\1/@@images/image", r"\1"),
    ),
    Form("Statamic", rf"/img/containers/([^?]+{PICTURE})/[0-9a-f]{{32}}(?:/[^/?]+|\.\w+)?(?:\?.*)?$", (r"/\1?",)),
    Form("Hugo", rf"(/[^/?]+?){_HUGO}\.webp$", (r"\1.jpg", r"\1.webp")),
    Form("Hugo", rf"(/[^/?]+?){_HUGO}(?={PICTURE}{END})", (r"\1",)),
    Form(
        "Lychee",
        rf"(/uploads/)(?:thumb|small|medium)(?:2x)?/(?=(?:[0-9a-f]{{2}}/){{0,2}}{FILE}{END})",
        (r"\1big/", r"\1original/"),
    ),
    Form(
        "SLIR", rf"^(https?://[^/?]+)/(?:[^?]+/)?slir/[whcqp]\d\w*(?:[.-][a-z]\w*)*/+(?=[^?]+{PICTURE}{END})", (r"\1/",)
    ),
    Form("Umbraco", r"(/media/(?:\d{4,7}|[a-z0-9]{8})/[^/?]+)_(?:big-)?thumb(?=\.[a-z]{3,4}$)", (r"\1",)),
    Form("Sitecore", r"(/[-~]/media/[^?]+\.(?:ashx|jpe?g|png|gif))\?(?:[^#]*&)?(?:m?[wh]|thn)=\d.*", (r"\1",)),
)

REST: Final = (
    Form("iNaturalist", rf"{_PHOTO}\.jpeg(?=\?\d*$|$)", (r"\1.jpg",)),
    Form("iNaturalist", rf"{_PHOTO}\.jpg(?=\?\d*$|$)", (r"\1.jpeg",)),
    Form("retina", rf"(?<=[^/?@])(?:@|%40)[23]x(?={PICTURE}{END})", ("",)),
)
"""The other spelling of one format, and copies for dense screens, whichever system has made them."""
