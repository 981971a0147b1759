"""How other languages than English say in a file's name that there is no picture."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

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
"""Phrases, two spaces apart, as they are written and, of other scripts, as they are mostly transcribed."""


def plain(name: str) -> str:
    """Return *name* without accents and the like, which names of files have or have not."""
    if name.isascii():
        return name
    letters = unicodedata.normalize("NFKD", name)
    kept = "".join(char for char in letters if not unicodedata.combining(char)).translate(_STROKES)
    return unicodedata.normalize("NFC", kept)


_STROKES: Final = str.maketrans("łøđıß", "lodis")
FOREIGN: Final = tuple(plain(phrase) for phrase in re.split(r"\s{2,}", _PHRASES.strip()))
"""Regular expressions for a :func:`plain` name in lower case."""
