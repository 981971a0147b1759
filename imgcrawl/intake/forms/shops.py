"""The copies of shops.

Sources, as of November 2026: Magento, ``Catalog/Model/View/Asset/Image``; Shopify, "img_url" and "Responsive images";
PrestaShop, ``Link::getImageLink`` and ``Image::getImgFolderStatic``; BigCommerce, "Image sizes in Stencil"; OpenCart,
``ModelToolImage::resize``; Salesforce, "Dynamic Imaging Service"; Shopware 6, ``ThumbnailUrl``; Shopware 5,
``Md5Strategy``; Amazon, of the folder for each release of its site (deburau/AmazonVineExplorer #30), and of Goodreads'
covers (extesy/hoverzoom); Realtor.com, Redfin and Wayfair, the rules of qsniyg/maxurl; Rightmove, whose own data about
a search has the key of each upload (``url``) beside its copy (``srcUrl``); CS-Cart, Bitrix, OXID eShop,
nopCommerce, JTL-Shop, VirtueMart and modified, whose folders are named here as their releases have them.
"""

from __future__ import annotations

from hashlib import md5
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from imgcrawl.intake.forms.form import END, FILE, PICTURE, Form

if TYPE_CHECKING:
    import re

_NAMED = r"pico|icon|thumb|small|compact|medium|large|grande|original|master"
_SHOPIFY = r"(//cdn\.shopify\.com/[^?]*|/cdn/shop/[^?]*|/s/files/[^?]*)_"
_SHOPIFY_SIZE = (
    rf"(?:\d{{1,5}}x\d{{0,5}}|x\d{{1,5}}|(?:%7B|\{{)width(?:%7D|\}})x|{_NAMED})(?:_crop_[a-z]+)?(?:@[23]x)?"
    r"(?:\.progressive)?"
)
_PRESTA_TYPE = r"-[a-z_]+_default(?:2x)?"
_PLAIN = r"(?:[^/?|%]|%(?!7C))"
"""No sign of which Amazon has one before each picture that it lays on another: a print on a shirt for all prints."""
_STENCIL = r"(/images/stencil/)(?:\d+(?:x\d+|w)|%7B:size%7D|\{:size\})"


def _folders_of_digits(found: re.Match[str]) -> str:
    """Return the folder that PrestaShop has for the picture of a number, a level for each of its digits."""
    return f"/img/p/{'/'.join(found[1])}/{found[1]}.jpg?"


def _folders_of_name(found: re.Match[str]) -> str:
    """Return where Shopware 5 has the upload of a copy: its folders are the first digits of its path's sum."""
    name = f"{found[2]}{found[3]}"
    digits = md5(f"media/image/{unquote(name)}".encode(), usedforsecurity=False).hexdigest()
    folders = ("g0" if folder == "ad" else folder for folder in (digits[:2], digits[2:4], digits[4:6]))
    return f"/media/image/{'/'.join(folders)}/{name}"


SHOPS: Final = (
    Form("Magento", rf"/cache/(?:[\w-]+/)*?[0-9a-f]{{32}}(?=/(?:[^/?]/){{2}}{FILE})", ("",)),
    Form("Shopify", rf"{_SHOPIFY}{_SHOPIFY_SIZE}(?=\.[a-z]{{3,4}}(?:\?|$))", (r"\1",)),
    Form(
        "PrestaShop",
        r"(/img/(?:p(?:/\d)*|c|m|su|st)/\d+(?:-\d+)?)-(?:[a-z_]+_default|home|large|medium|small|thickbox)(?:2x)?(?=\.[a-z]{3,4}$)",
        (r"\1", r"\1-large_default"),
    ),
    Form(
        "PrestaShop",
        rf"(?<!/c)/(\d+){_PRESTA_TYPE}(?:(/)([^/?]+)|())(\.[a-z]{{3,4}})$",
        (_folders_of_digits, r"/\1-large_default\2\3\5"),
    ),
    Form("BigCommerce", rf"{_STENCIL}(?=/)", (r"\1original", r"\g<1>1280x1280")),
    Form(
        "BigCommerce",
        r"/products/(\d+)/images/(\d+)/([^/?]+?\.\d+)((?:\.\d{2,4}){2})(\.\w{3,4})",
        (r"/images/stencil/1280x1280/products/\1/\2/\3\4\5", r"/images/stencil/1280x1280/products/\1/\2/\3\5"),
    ),
    Form("OpenCart", r"(/image)/cache(/(?:catalog|data)/[^?]+)-\d+x\d+[a-z]{0,2}(\.[a-z]{3,4})$", (r"\1\2\3",)),
    Form("CS-Cart", rf"(/images)/thumbnails/\d+(?:/\d+)?(/[a-z_]+/\d+/[^/?]+?{PICTURE})(?:\.webp)?{END}", (r"\1\2",)),
    Form(
        "nopCommerce", r"(/images/thumbs/(?:\d{3}/)?\d{7}(?:_[^/?]+?)?)_\d{2,4}(\.[a-z]{3,4})$", (r"\1\2", r"\1_550\2")
    ),
    Form(
        "Shopware", r"/thumbnail((?:/[0-9a-f]{2}){3}/(?:\d+/)?[^/?]+)_\d+x\d+(?=\.[a-z]{3,4}(?:\?|$))", (r"/media\1",)
    ),
    Form(
        "Shopware 5",
        r"/media/image/((?:(?:[0-9a-f]{2}|g0)/){3})([^/?]+)_\d{2,4}x\d{2,4}(?:@2x)?(\.[a-z]{3,4})(?=\?|$)",
        (_folders_of_name, r"/media/image/\1\2\3"),
    ),
    Form(
        "OXID", r"(/out/pictures)/generated(/(?:product|category|manufacturer)/\w+)/\d+_\d+_\d+(?=/)", (r"\1/master\2",)
    ),
    Form(
        "modified",
        r"(/images/product_images/)(?:thumbnail|info|popup|gallery|midi|mini)_images(?=/[^/?]+$)",
        (r"\1original_images", r"\1popup_images"),
    ),
    Form(
        "JTL", r"(/media/image/(?:product|category|variation)/\d+/)(?:xs|sm|md|lg|xl)(?=/[^/?]+$)", (r"\1os", r"\1lg")
    ),
    Form("Bitrix", rf"(/upload)/resize_cache(/(?:[^/?]+/){{1,4}})\d+_\d+_\d\w*/(?={FILE}{END})", (r"\1\2",)),
    Form("VirtueMart", r"(/virtuemart/\w+)/resized(/[^/?]+)_\d+x\d+(?=\.[a-z]{3,4}$)", (r"\1\2",)),
    Form("Lightspeed", r"(/shops/\d+/files/\d+)/\d+x\d+(?:x\d)?(?=/[^/?]+$)", (r"\1",)),
    Form(
        "Salesforce",
        r"(/dw/image/v\d/[^/?]+)(/on/demandware\.static/[^?]+)\?(?:[^#]*&)?(?:s[wh]|sm|sfrm|q|c[xywh])=.*",
        (r"\1\2?", r"\2?"),
    ),
    Form(
        "eBay",
        r"/(?:00/s/[\w=~-]+/z/([\w~-]+)/\$(?:%28|\()?_\d+(?:%29|\))?|thumbs/images/g/([\w~-]+)/s-l\d+)(\.(?:jpe?g|png|webp))(?:\?.*)?$",
        (lambda found: f"/images/g/{found[1] or found[2]}/s-l1600{found[3].lower()}?",),
    ),
    Form(
        "Amazon",
        rf"(/images/S/(?:[\w.-]+/)+(?:(?!\._){_PLAIN})+)\._{_PLAIN}+_(\.[a-z]{{3,4}})(?:\?.*)?$",
        (r"\1\2?",),
    ),
    Form("Amazon", r"/images/W/[\w-]+/images/(?=[IMGPS]/)", ("/images/",)),
    Form(
        "Amazon",
        rf"(/images/[IMGPSW]/{_PLAIN}{{8,}}?)\._{_PLAIN}+_(\.[a-z]{{3,4}})(?:\?.*)?$",
        (r"\1\2?", r"\1._SL1500_\2?"),
    ),
    Form(
        "AliExpress",
        r"(\.(?:jpe?g|png|gif|webp))_(?:\d{1,4}x\d{1,4}(?:xzq?)?|q(?=\d))(?:\d{2,3})?(?:[qs]\d{2,3})*(?:\.(?:jpe?g|png|webp))?(?:_\.(?:webp|avif))?$",
        (r"\1",),
    ),
    Form(
        "Redfin",
        r"(//ssl\.cdn-redfin\.com/photo/\d+/)(?!bigphoto)\w+/(\d+/)\w+\.(?=(?:\d+-)?\w+_\w+\.jpg$)",
        (r"\1bigphoto/\2",),
    ),
    Form(
        "Wayfair",
        r"(//(?:assets|secure\.img\d+-\w+)\.wfcdn\.com/im/\d+/)[^/?]+(?=/\d+/\d+/[^/?]+\.\w{3,4}$)",
        (r"\1compr-r85",),
    ),
    Form(
        "Realtor",
        r"(//\w+\.rdcpix\.com/[0-9a-f]{10,}[a-z]+-[0-9a-z]+)-w\d+_h\d+(?:_x\d)?\.(?:jpe?g|webp)$",
        (r"\1.jpg",),
    ),
    Form(
        "Rightmove",
        r"(//media\.rightmove\.co\.uk(?::\d+)?/)dir/(?:crop/[\d:-]+/)?([^?]+?)_max_\d+x\d+(?=\.\w{3,4}$)",
        (r"\1\2", r"\1dir/\2"),
    ),
    Form("JD", r"(//\w+\.360buyimg\.com/)[a-z]\w*/(?:s\d+x\d+_)?(?=jfs/)", (r"\1n0/", r"\1n1/")),
)
