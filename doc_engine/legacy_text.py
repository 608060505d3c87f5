"""Text from before Unicode: TCVN3 (ABC) and VNI are converted to Unicode.

Old files, and cells copied out of them, have letters in another encoding under fonts named .VnTime or VNI-Times: "QuyÕt
®Þnh", "Quyeát ñònh". Nothing declares the encoding; it is recognised by spelling. A line is taken for TCVN3 or VNI when
it consists of Vietnamese syllables once converted, and does not as it is.

A text layer is damaged when fonts of a signed PDF have lost what their glyphs mean: then many letters are in a block
(U+0460–U+0500) that no Vietnamese text uses. Such a text is reported, not indexed; the document is found by its record.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from .vietnamese import nfc, visible


class Layer(StrEnum):
    """The encoding in which a text was written, or damage."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"
    DAMAGED = "hong"


@dataclass(frozen=True, slots=True)
class Readable:
    """A text as it can be indexed: NFC, without invisible characters, "" when damaged.

    `layers`: encodings of its lines.
    """

    text: str
    layers: frozenset[Layer]


def readable(text: str) -> Readable:
    """Return the text with every line of TCVN3 or VNI converted to Unicode."""
    if _is_damaged(text):
        return Readable("", frozenset({Layer.DAMAGED}))
    if not _SUSPECT.search(text):
        return Readable(visible(text), frozenset({Layer.UNICODE}))
    lines, layers = [], set[Layer]()
    for line in text.split("\n"):
        layer, read = _read(nfc(line))
        lines.append(visible(read))
        layers.add(layer)
    return Readable("\n".join(lines), frozenset(layers))


def _is_damaged(text: str) -> bool:
    strange = sum(1 for letter in text if "\u0460" <= letter <= "\u0500")
    return strange > _STRANGE and strange * 20 > len(text)


def _read(line: str) -> tuple[Layer, str]:
    if _OURS.search(line) or not _SUSPECT.search(line):
        return Layer.UNICODE, line
    plain = _spelt(line)
    for layer, converted in ((Layer.TCVN3, _from_tcvn3(line)), (Layer.VNI, _from_vni(line))):
        if converted != line and plain < _ENOUGH <= (spelt := _spelt(converted)) and spelt > plain:
            return layer, converted
    return Layer.UNICODE, line


def _from_tcvn3(line: str) -> str:
    return nfc(line.translate(_TCVN3))


def _from_vni(line: str) -> str:
    return nfc(_VNI_PAIR.sub(lambda found: _VNI[found[0]], line))


def _spelt(line: str) -> float:
    """Return the share of Vietnamese syllables in the words with non-ASCII letters.

    From 0 to 1; 1 where there are no such words. A sign alone (Ø16, ×, £) and a unit of measure (µm) are no words.
    """
    words = [word for word in _LETTERS.findall(line) if len(word) > 1 and not word.isascii() and not _UNIT.match(word)]
    good = sum(1 for word in words if _is_syllable(word))
    return good / len(words) if words else 1.0


def _is_syllable(word: str) -> bool:
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    apart = unicodedata.normalize("NFD", word.lower())
    toneless = unicodedata.normalize("NFC", "".join(one for one in apart if one not in _TONES))
    found = _SYLLABLE.fullmatch(toneless)
    return found is not None and sum(1 for one in apart if one in _TONES) <= 1


_OURS = re.compile(r"[\u0102-\u01b0\u1ea0-\u1ef9]")  # letters that neither encoding has: such a line is Unicode
_UNIT = re.compile(r"µ\w{1,2}$")
_STRANGE = 20  # letters; fewer may be a quotation
_ENOUGH = 0.8  # of the words of a line
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_RIMES = """a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng
eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac
oach oai oam oan oang oanh oao oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong op ot ô
ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut
uy uya uych uyên uyêt uynh uyt uyu uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưn ưng ươc ươi ươm ươn ương
ươp ươt ươu ưt ưu y yêm yên yêt yêu êc êng"""
_FIRST = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_SYLLABLE = re.compile(rf"(?:{'|'.join(_FIRST.split())})?(?:{'|'.join(_RIMES.split())})")
_LETTERS = re.compile(r"[^\W\d_]+(?:[^\W\d_]|[¡-¿×÷\xad])*|[¡-¿×÷\xad]+(?:[^\W\d_]|[¡-¿×÷\xad])*")

# One code, one letter. Capitals with diacritics have fonts of their own, with the codes of the lower-case letters.
_TCVN3 = str.maketrans(
    dict(
        zip(
            "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢£¤¥¦§",
            "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
            strict=True,
        )
    )
)


def _vni() -> dict[str, str]:
    """Return the VNI codes, a letter with its diacritic's or a single one → letters."""
    tones = dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True))
    breve, circumflex = dict(zip("èéúüë", "ằắẳẵặ", strict=True)), dict(zip("àáåãä", "ầấẩẫậ", strict=True))
    pairs = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ"}
    for vowel, meant in (("a", "a"), ("e", "e"), ("o", "o"), ("u", "u"), ("y", "y"), ("ô", "ơ"), ("ö", "ư")):
        pairs |= {vowel + code: nfc(meant + tone) for code, tone in tones.items()}
    pairs |= {"aê": "ă", "aâ": "â", "eâ": "ê", "oâ": "ô"}
    pairs |= {f"a{code}": letter for code, letter in (breve | circumflex).items()}
    for vowel, hat in (("e", "ê"), ("o", "ô")):
        for code, letter in circumflex.items():
            tone = next(one for one in unicodedata.normalize("NFD", letter) if one in _TONES)
            pairs[vowel + code] = nfc(hat + tone)
    capitals = {code.upper(): letter.upper() for code, letter in pairs.items()}
    return pairs | capitals | {code[:1].upper() + code[1:]: letter.upper() for code, letter in pairs.items()}


_VNI = _vni()
_VNI_PAIR = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
# What no Vietnamese word in Unicode has: TCVN3 codes that are signs, VNI diacritics after a vowel, foreign letters.
_SUSPECT = re.compile(r"[¡-¿×÷ßçëïñöøûüÿþåäæÅÄÆÇËÎÏÑÖØÛÜÞÐî\xad]|[aeouyAEOUY][àáâãèéêìíòóôõùúÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚ]")
