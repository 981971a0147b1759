"""The words in which hosts say that they are closed for a while, that an image is still being made, or is gone."""

from __future__ import annotations

import re
from typing import Final

_CLOSED: Final = (
    # English
    r"(?:under|(?:down|closed|offline|unavailable) for|undergoing|performing)\W+(?:\w+\W+){0,2}maintenance",
    r"(?:scheduled|planned|routine|emergency) maintenance|maintenance (?:mode|break|window|work|in progress)",
    r"(?:temporarily|currently|briefly|momentarily) (?:unavailable|offline|closed|down|out of (?:service|order))",
    r"(?:right|will be|be|come) back (?:soon|shortly|later|online|in a )|be right back",
    r"(?:try|check|come|visit)(?: \w+)? (?:again|back) (?:later|soon|shortly|in a (?:few|moment|minute))",
    # WordPress, MySQL: the program is there, its database is not
    r"error establishing a database connection|too many (?:database )?connections\b",
    # German, Dutch, Scandinavian, Finnish
    r"wartungs(?:arbeit|modus|pause|fenster)|in wartung\b|(?:wegen|aufgrund) \w*wartung",
    r"(?:vor[uü]bergehend|zurzeit|derzeit|momentan) (?:nicht (?:verf[uü]gbar|erreichbar)|offline|geschlossen)",
    r"(?:gleich|bald|in k[uü]rze) (?:wieder|zur[uü]ck)|in onderhoud|onderhoudswerk|(?:zo|snel) terug",
    r"tijdelijk (?:niet (?:beschikbaar|bereikbaar)|onbereikbaar|offline|gesloten)",
    r"tillf[aä]lligt (?:otillg[aä]nglig|st[aä]ngd|nere)|underh[aå]llsarbete|vedligehold|vedlikehold",
    r"midlertidigt? (?:utilg|lukket|nede|ute av)|huoltokatko|tilap[aä]isesti (?:pois|suljettu)",
    # French, Spanish, Portuguese, Italian, Romanian
    r"en (?:cours de )?maintenance|maintenance (?:en cours|planifi|programm|pr[eé]vue)",
    r"(?:temporairement|momentan[eé]ment|actuellement) (?:indisponible|inaccessible|ferm[eé]|hors (?:service|ligne))",
    r"(?:de retour|revenons|reviens|revenez) (?:bient[oô]t|tr[eè]s vite|dans|tout de suite|plus tard)",
    r"en mantenimiento|mantenimiento (?:programado|en curso)|(?:fuera de servicio|no disponible) temporalmente",
    r"temporalmente (?:no disponible|fuera de servicio|cerrad)",
    r"(?:volvemos|volveremos|vuelva|regresamos) (?:pronto|en|m[aá]s)",
    r"em manuten[cç][aã]o|manuten[cç][aã]o (?:programada|em andamento)|temporariamente (?:indispon[ií]ve|fora)",
    r"indispon[ií]ve(?:l|is) (?:temporariamente|no momento)|(?:voltamos|voltaremos|volte) (?:j[aá]|em breve|logo|mais)",
    r"in manutenzione|manutenzione (?:in corso|programmata|straordinaria)|temporaneamente (?:non |fuori|chius|offline)",
    r"(?:torniamo|torneremo|torna) (?:subito|presto|pi[uù])|[iî]n (?:curs de )?mentenan[tț][aă]|temporar indisponibil",
    # Polish, Czech, Russian, Ukrainian, Hungarian, Greek, Turkish
    r"przerwa techniczna|prace (?:konserwacyjne|techniczne|serwisowe)|(?:zaraz|wkr[oó]tce) (?:wracamy|wr[oó]cimy)",
    r"(?:tymczasowo|chwilowo) (?:niedost[eę]pn|wy[lł][aą]czon)",
    r"do[cč]asn[eě] (?:nedostupn|mimo)|prob[ií]h[aá] [uú]dr[zž]ba",
    r"(?:техническ|профилактическ|регламентн|технічн)\w+ (?:работ|обслуживани|перерыв|робот|обслуговуванн|перерв)",
    r"(?:временно|тимчасово) (?:недоступ|не работает|закрыт|не працює)|скоро (?:верн[её]мся|вернусь|буде)",
    r"karbantart[aá]s|[aá]tmenetileg nem|υπό συντήρηση|προσωρινά (?:μη|εκτός)",
    r"bak[i\u0131]m(?:da|dad[i\u0131]r| [cç]al[i\u0131][sş]ma| modu)",
    r"ge[cç]ici olarak (?:kullan[i\u0131]lam|hizmet|kapal|devre)|k[i\u0131]sa s[uü]re(?:de)? sonra",
    # Chinese, Japanese, Korean, Arabic
    r"维护中|系统维护|正在维护|维护模式|維護中|系統維護|正在維護|暂时(?:无法|不可用|关闭)|暫時(?:無法|不可用|關閉)|稍[后後]再[试試]",
    r"メンテナンス(?:中|のため|作業)|ただいまメンテナンス|一時的に(?:ご?利用|アクセス)でき|しばらく(?:して|経って|お待ち)",
    r"점검 ?(?:중|안내)|일시적으로 (?:이용|사용|접속)|잠시 ?후 ?다시|تحت الصيانة|غير متاح مؤقت",
)
CLOSED: Final = re.compile("|".join(_CLOSED), re.IGNORECASE)
"""What a host says that is closed for a while."""

CLOSED_WHOLE: Final = re.compile(
    r"(?:site |website |system |server |service )?(?:maintenance|service unavailable)(?: page)?|wartung|onderhoud"
    r"|mantenimiento|manuten[cç][aã]o|manutenzione|underh[aå]ll|konserwacja|[uú]dr[zž]ba|обслуживание|bak[i\u0131]m"
    r"|维护|維護|メンテナンス|점검",
    re.IGNORECASE,
)
"""As much, if a title or heading says nothing else."""

_DO: Final = r"(?:generat|process|prepar|render|creat|convert|resiz|transcod|build|optimi[sz])"
_PICTURE: Final = r"(?:image|preview|thumbnail|picture|photo|file|derivative|rendition|request|graphic)s?"
_IN_MAKING: Final = (
    rf"(?:is|are) (?:now |still |currently )?being {_DO}ed|{_DO}ing\W+(?:\w+\W+){{0,3}}{_PICTURE}\b",
    rf"{_PICTURE} (?:(?:is |are |will be )?(?:being |not (?:yet )?(?:ready|{_DO}ed))|(?:is|are) (?:still )?processing)",
    rf"{_PICTURE} (?:is |are |will be )?(?:in (?:progress|preparation)|ready (?:soon|in|shortly))",
    r"wird (?:gerade |derzeit )?(?:\w+ )?(?:erzeugt|erstellt|generiert|verarbeitet|vorbereitet|berechnet|konvertiert)",
    r"wordt (?:nu |momenteel )?(?:gegenereerd|verwerkt|voorbereid|aangemaakt)",
    r"en cours de (?:g[eé]n[eé]ration|traitement|pr[eé]paration|cr[eé]ation|conversion)",
    r"(?:generando|procesando|preparando|creando) (?:la |su |el )?(?:imagen|vista|miniatura|foto|archivo)",
    r"(?:gerando|processando|preparando|criando) (?:a |sua |o )?(?:imagem|miniatura|foto|arquivo|visualiza)",
    r"(?:in corso di|in fase di|in) (?:elaborazione|generazione|preparazione)|viene (?:generat|elaborat|preparat)",
    r"(?:изображение|превью|миниатюра|файл) (?:создается|создаётся|генерируется|обрабатывается|готовится)",
    r"(?:trwa|w trakcie) (?:generowani|przetwarzani|przygotowywani)|(?:생성|처리|준비) ?중",
    r"[\"'](?:status|state)[\"']\s*:\s*[\"'](?:processing|pending|queued|generating|in.progress|not.ready)[\"']",
    r"(?:生成|作成|処理|准备|準備|处理|處理)中|正在(?:生成|处理|處理|准备|準備)",
)
IN_MAKING: Final = re.compile("|".join(_IN_MAKING), re.IGNORECASE)
"""What a host says whose image is still being made."""

_MISSING: Final = (
    # English
    r"(?<!\d)(?:404|410)(?!\d)|\bnot found\b|(?:could|can|do|did)(?:n['o]t| not) (?:be )?(?:find|found|locate)",
    r"does(?:n't| not) exist|no such|no longer (?:available|exists?|here)|has been (?:removed|deleted|moved)",
    # German, Dutch, Scandinavian, Finnish
    r"nicht gefunden|existiert nicht|nicht (?:mehr )?vorhanden|niet gevonden|bestaat niet",
    r"hittades inte|(?:blev )?ikke (?:fundet|funnet)|ei l[oö]yt",
    # French, Spanish, Portuguese, Italian, Romanian
    r"introuvable|n.existe (?:pas|plus)|non trouv[eé]|no (?:se )?(?:ha )?encontr|no existe",
    r"n[aã]o (?:foi )?encontrad|n[aã]o existe|non trovat|non esiste|nu (?:a fost g[aă]sit|exist)",
    # Polish, Czech, Hungarian, Russian, Ukrainian, Greek, Turkish
    r"nie (?:znaleziono|istnieje)|nenalezen|neexistuje|nem tal[aá]lhat|не найден|не существует|не знайден|не існує",
    r"δεν βρέθηκε|bulunamad",
    # Chinese, Japanese, Korean, Vietnamese, Indonesian, Hebrew, Arabic
    r"未找到|不存在|找不到|見つかりません|찾을 수 없|không tìm thấy|tidak ditemukan|לא נמצא|غير موجود|لم يتم العثور",
)

MISSING: Final = re.compile("|".join(_MISSING), re.IGNORECASE)
"""There is nothing at this address."""

_NO_SITE: Final = (
    r"\bdomain\b.{0,60}\b(?:for sale|parked|has expired|is available)|parked (?:domain|free)",
    r"\b(?:buy|purchase|own) this domain",
    r"(?:domain|domaine|dominio)\b.{0,40}(?:zu verkaufen|[aà] vendre|en venta|in vendita)",
    r"(?:domain|site|website)\b.{0,20}(?:n.t|not) (?:yet )?(?:connected|configured|published|set up)",
    r"(?:account|site|website|domain)\b.{0,20}\bsuspended",
    r"welcome to (?:nginx|openresty|caddy|centos)\b|\bapache\d?\b.{0,40}\b(?:default|test) page|\bIIS windows server\b",
    r"(?:web ?server|default web ?site) default page|^it works!$",
)
NO_SITE: Final = re.compile("|".join(_NO_SITE), re.IGNORECASE)
"""There is no site under this name: it is for sale, parked or suspended, or its server has none."""
