"""The words with which a description says when to use a skill, in eight languages."""

from __future__ import annotations

import re

ENGLISH = (
    r"when(?:ever)?|if|once|while|before|after|during|upon|until|unless|prior to|in case|on request"
    r"|us(?:e|ed|es|eful|ing) (?:this|it|for|to|on|in|with|as|by|only|proactively|immediately)"
    r"|for [a-z-]{3,30}ing|for (?:any|all|every|tasks|questions|requests|users?|projects?|anyone)"
    r"|invo(?:ke|ked|kes|cation)|trigger(?:s|ed|ing)?|activat(?:e|es|ed|ion)|auto-?loads?|load"
    r"|asks?(?: to| for| about)?|mentions?|says|requests?|wants?|needs?|requires?|manual(?:ly)?"
    r"|apply (?:to|for|this)|appl(?:ies|icable)|intended for|suitable|ideal for|best for|designed"
    r"|keywords?|use cases?|scenarios?|situations?|entry point|run (?:this|it|at)|call(?:ed)?"
)
OTHERS = (
    r"wenn|falls|sobald|beim|bevor|nachdem|um|bei|verwende[nt]?|nutze[nt]?"  # German
    r"|quand|lorsqu['’]?e?|si|avant|après|dès|afin|utilise[rz]?|pour"  # French
    r"|cuando|antes|después|al|usar|úsa(?:lo|r)|para|utiliza[r]?"  # Spanish
    r"|quando|depois|ao|use|sempre"  # Portuguese
    r"|prima|dopo|usa(?:re)?|per|qualora"  # Italian
    r"|когда|если|при|перед|после|для|используй(?:те)?"  # Russian
)
WORDS = re.compile(rf"\b(?:{ENGLISH}|{OTHERS})\b", re.IGNORECASE)
DENSE = re.compile(
    r"当|當|时|時|用于|用於|适用|適用|场景|場景|如果|触发|觸發|需要|使用|想要|请求"  # Chinese
    r"|とき|場合|際に|使う|用いる|たい|ため|向け"  # Japanese
    r"|때|경우|사용|위해|요청|필요"  # Korean
)
"""Languages that set no blanks around words."""


def says_when(text: str) -> bool:
    """Whether a text names a condition, an occasion or a request anywhere."""
    if "Use when" in text or "Use for" in text:  # most do, and the long search is spared
        return True
    return bool(WORDS.search(text) or DENSE.search(text))
