"""The quality of search: is the first hit the right one?

By kind of question, by engine, and with each step of query understanding switched off.

    .venv/bin/python -m bench.relevance [--documents N] [--whoosh N] [--questions N]

Generated documents, each with a subject of its own (what is done, to what, where, in which year), a number and a day,
and a body of the shipped templates' words that all share. A question is made of one document and is after that alone:
exact      the subject as it is written             folded     without diacritics
number     "12/QĐ-UBND 2023"                        date       the day in words, and the type
whose      the same with the commune's name          said       "quyet dinh so 12 cam giang 2023"
apart      "12 / QĐ - UBND Cẩm Giàng 2023"
short      with UBND, QĐ, HĐND for what they mean   slip       one letter wrong, missing, doubled or swapped
telex      typed with Telex keys left as they are   half       every other word
mixed      type abbreviated, half of the words folded, the year
And the decree's own text, each Điều a document, with fifty questions written by hand (data/cau-hoi.txt).

"no exact" asks without diacritics; "no keys" takes dates, articles, money and percent for their words; "neighbours"
ranks answers higher in which more of the words that were typed side by side are side by side: what bigrams or a
segmenter of compound words could be worth.

Reported: success@1, MRR and nDCG@10 (one right answer each). Numbers collide: of ten thousand documents about one in
six has another with the same number, symbol and year, so that "number" cannot reach 100 %.
"""

import argparse
import math
import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise, product
from pathlib import Path

from doc_engine.docx_text import plain_text
from doc_engine.vietnamese import without_marks
from index import keys, telex
from index.abbreviations import Abbreviations, load
from index.analysis import streams
from index.engine import Hit, Hits, IndexedDocument, SearchEngine
from index.engines import open_engine
from index.query import Query, parse

TEMPLATES = Path(__file__).parents[1] / "templates" / "vn_admin"
# Alternatives, separated by "|".
DONE = """công nhận|phê duyệt|thành lập|kiện toàn|điều chỉnh|ban hành quy chế|giao nhiệm vụ|khen thưởng|thu hồi|
cấp phép"""
THINGS = """xã phù hợp với trẻ em|hội đồng nhân dân xã|quỹ đất nông nghiệp|trạm y tế|trường tiểu học|
tuyến đường liên thôn|hợp tác xã chè|tổ công nghệ số|nhà văn hóa thôn|ban chỉ đạo nông thôn mới|đội dân phòng|
chợ trung tâm|ủy ban nhân dân thị trấn|quy hoạch rừng sản xuất|hệ thống nước sạch"""
PLACES = """Cẩm Giàng|Vi Hương|Lục Bình|Tân Tú|Sỹ Bình|Vũ Muộn|Cao Sơn|Nguyên Phúc|Quân Hà|Mỹ Thanh|Dương Phong|
Quang Thuận"""
TYPES = {"QĐ": "Quyết định", "KH": "Kế hoạch", "BC": "Báo cáo", "TB": "Thông báo", "TTr": "Tờ trình"}
TELEX = dict(zip("âăêôơưđ", ("aa", "aw", "ee", "oo", "ow", "uw", "dd"), strict=True))
TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
SHORT = {
    "ủy ban nhân dân": "UBND",
    "hội đồng nhân dân": "HĐND",
    "nông thôn mới": "NTM",
    "phù hợp với trẻ em": "PHTE",
}
STEPS = ("everything", "no abbreviations", "no telex", "no slips", "no exact", "no keys", "neighbours")
DATA = Path(__file__).parent / "data"
NO_ABBREVIATIONS = Abbreviations({}, {})


@dataclass(frozen=True)
class Made:
    document: IndexedDocument
    kind: str
    subject: str
    number: int
    day: date


def made(count: int) -> Iterator[Made]:
    chance = random.Random(7)
    files = sorted(TEMPLATES.rglob("mau.docx"))
    lines = [line for file in files for line in plain_text(file.read_bytes()).splitlines()]
    done, things, places = ([one.strip() for one in text.split("|")] for text in (DONE, THINGS, PLACES))
    subjects = list(product(done, things, places, range(2015, 2025)))
    chance.shuffle(subjects)
    for place, (what, thing, where, year) in enumerate(subjects[:count]):
        kind, number = chance.choice(list(TYPES)), place % 997 + 1
        day = date(year, 1, 1) + timedelta(days=place * 37 % 360)
        subject = f"Về việc {what} {thing} tại xã {where} năm {year}"
        # As the office makes it: with the day, and with the number as it is said ("quyết định số 2").
        head = f"{TYPES[kind]} {number:02}/{kind}-UBND {subject} {day:%d/%m/%Y} {kind}-{number}"
        numbered = f"Số: {number:02}/{kind}-UBND"
        text = "\n".join([numbered, f"ngày {day.day} tháng {day.month} năm {year}", subject, *chance.sample(lines, 12)])
        document = IndexedDocument(f"{place}", head, text, year, "063", kind, number, int(f"{day:%Y%m%d}"))
        yield Made(document, kind, subject, number, day)


def typed_in_telex(text: str) -> str:
    import unicodedata

    words = []
    for word in text.lower().split():
        tone, letters = "", []
        for letter in word:
            parts = unicodedata.normalize("NFD", letter)
            tone = next((TONES[part] for part in parts if part in TONES), tone)
            bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
            letters.append(TELEX.get(bare, bare))
        words.append("".join(letters) + tone)
    return " ".join(words)


def slipped(text: str, chance: random.Random) -> str:
    words = without_marks(text).lower().split()
    place = chance.choice([at for at, word in enumerate(words) if len(word) >= 4 and word.isalpha()])
    word, at = words[place], chance.randrange(1, len(words[place]) - 1)
    missing, doubled = word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]
    swapped, other = word[:at] + word[at + 1] + word[at] + word[at + 2 :], chance.choice("ghkmn")
    words[place] = chance.choice([missing, doubled, swapped, word[:at] + other + word[at + 1 :]])
    return " ".join(words)


def questions(one: Made, chance: random.Random) -> dict[str, str]:
    short = one.subject
    for meaning, letters in SHORT.items():
        short = short.replace(meaning, letters)
    words = one.subject.removeprefix("Về việc ").split()
    plain, where = without_marks(one.subject).lower(), " ".join(words[-4:-2])
    return {
        "exact": one.subject,
        "folded": plain,
        "number": f"{one.number:02}/{one.kind}-UBND {one.day.year}",
        "whose": f"{one.number:02}/{one.kind}-UBND {one.day.year} {where}",
        "said": without_marks(f"{TYPES[one.kind]} số {one.number:02} {where} {one.day.year}").lower(),
        "apart": f"{one.number:02} / {one.kind} - UBND {where} {one.day.year}",
        "date": f"{TYPES[one.kind]} ngày {one.day.day} tháng {one.day.month} năm {one.day.year} {where}",
        "short": f"{one.kind} {short}",
        "slip": slipped(one.subject, chance),
        "telex": typed_in_telex(one.subject),
        "half": " ".join(words[::2] + words[-4:]),
        "mixed": f"loại:{one.kind} {' '.join(plain.split()[2:])} năm:{one.day.year}",
    }


def asked(engine: SearchEngine, typed: str, abbreviations: Abbreviations, step: str) -> list[str]:
    """Return the ids found as the office searches: exact, else fuzzy, else some words."""
    neighbours = step == "neighbours"
    typed = without_marks(typed) if step == "no exact" else typed
    query = parse(typed, limit=50 if neighbours else 10, abbreviations=abbreviations)
    for one in stages(query, fuzzy=step != "no slips"):
        if (hits := engine.search(one)).total:
            return beside(query, hits) if neighbours else [hit.id for hit in hits.hits]
    return []


def beside(query: Query, hits: Hits) -> list[str]:
    """The ids, ranked higher for neighbours that are side by side in the text.

    Each pair counts as much as a tenth of the best score.
    """
    pairs = [f"{one.folded} {other.folded}" for one, other in pairwise(query.words)]
    best = max(hit.score for hit in hits.hits) or 1

    def worth(hit: Hit) -> float:
        text = f" {streams(hit.text).folded} "
        return hit.score / best + 0.1 * sum(f" {pair} " in text for pair in pairs)

    return [hit.id for hit in sorted(hits.hits, key=worth, reverse=True)][:10]


def stages(query: Query, *, fuzzy: bool) -> Iterator[Query]:
    yield query
    if fuzzy:
        yield replace(query, fuzzy=True)
    yield replace(query, all_words=False)


@contextmanager
def without(step: str) -> Iterator[None]:
    """Switch one step of query understanding off."""
    decoded, typed = telex.decoded, keys.typed
    if step == "no telex":
        telex.decoded = lambda word: ""
    if step == "no keys":
        keys.typed = lambda text: iter(())
    try:
        yield
    finally:
        telex.decoded, keys.typed = decoded, typed


def of_the_decree() -> tuple[list[IndexedDocument], list[tuple[str, str]]]:
    """Each Điều as a document, and questions with the Điều that answers each."""
    documents, lines = list[IndexedDocument](), list[str]()
    for line in [*(DATA / "nghi-dinh-30.txt").read_text("utf-8").splitlines()[1:], "Điều 0."]:
        if re.match(r"Điều \d+\.", line) and lines:
            number = lines[0].split(".")[0].removeprefix("Điều ")
            documents.append(IndexedDocument(number, lines[0], "\n".join(lines[1:]), 2020, "", "NĐ", int(number)))
            lines = []
        lines.append(line)
    asked = [line.split(" = ") for line in (DATA / "cau-hoi.txt").read_text("utf-8").splitlines()[1:]]
    return documents, [(typed, number) for typed, number in asked]


def measured_on_the_decree(name: str, engine: SearchEngine, step: str) -> None:
    _, questions = of_the_decree()
    abbreviations = NO_ABBREVIATIONS if step == "no abbreviations" else load()
    sums = [0.0, 0.0, 0.0]
    with without(step):
        for typed, number in questions:
            score(sums, asked(engine, typed, abbreviations, step), number)
    first, mrr, ndcg = (total / len(questions) for total in sums)
    print(f"{'decree':8} {first:8.1%} {mrr:6.3f} {ndcg:8.3f}   {name}, {step}")


def score(sums: list[float], ids: Sequence[str], right: str) -> None:
    rank = ids.index(right) + 1 if right in ids else 0
    sums[0] += rank == 1
    sums[1] += 1 / rank if rank else 0
    sums[2] += 1 / math.log2(rank + 1) if rank else 0


def measured(name: str, engine: SearchEngine, chosen: Sequence[Made], step: str) -> None:
    chance, totals = random.Random(11), dict[str, list[float]]()
    abbreviations = NO_ABBREVIATIONS if step == "no abbreviations" else load()
    begin = time.perf_counter()
    for one in chosen:
        for kind, typed in questions(one, chance).items():
            with without(step):
                score(
                    totals.setdefault(kind, [0.0, 0.0, 0.0]), asked(engine, typed, abbreviations, step), one.document.id
                )
    spent = (time.perf_counter() - begin) / (len(chosen) * len(totals)) * 1000
    print(f"\n{name}, {step} ({spent:.1f} ms a question)\n{'':8} success@1   MRR  nDCG@10")
    for kind, sums in totals.items():
        first, mrr, ndcg = (total / len(chosen) for total in sums)
        print(f"{kind:8} {first:8.1%} {mrr:6.3f} {ndcg:8.3f}")


def main(count: int, whoosh: int, asked_: int) -> None:
    documents = list(made(count))
    for name, size in (("tantivy", count), ("whoosh", min(whoosh, count))):
        with tempfile.TemporaryDirectory() as place:
            engine = open_engine(name, Path(place))
            engine.add([one.document for one in documents[:size]])
            chosen = random.Random(3).sample(documents[:size], min(asked_, size))
            for step in STEPS if name == "tantivy" else STEPS[:1]:
                measured(f"{name}, {size} documents", engine, chosen, step)
            engine.rebuild(of_the_decree()[0])
            print(f"\n{'':8} success@1   MRR  nDCG@10")
            for step in STEPS:
                measured_on_the_decree(name, engine, step)
            engine.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--whoosh", type=int, default=1_000)
    parser.add_argument("--questions", type=int, default=200)
    arguments = parser.parse_args()
    main(arguments.documents, arguments.whoosh, arguments.questions)
