"""Pages made by hand: one article with every kind of block, in a real and two pseudo locales, and more of them."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from glosspress.article import Article, Block, Kind, Mark, Metadata, Rich
from glosspress.digest import sha256
from glosspress.page import Making, Origin, Page, State
from glosspress.translation import Pin, PinResult, Rung, Translation

FIGURE = "https://images.example.org/sleep-stages.svg"
ACCENTS = str.maketrans("aeiouAEIOUcn", "áéíóúÁÉÍÓÚçñ")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.marks, self._open = "", [], []

    def handle_starttag(self, tag, attrs):
        if tag == "br":
            self.marks.append(Mark(len(self.text), len(self.text), "br"))
            return
        self._open.append((len(self.text), len(self.marks), tag, tuple(sorted(attrs))))

    def handle_endtag(self, tag):
        start, place, name, attrs = self._open.pop()
        if name in ("nmda", "trd"):
            name, attrs = "pin", (("id", f"en-pt:{name}"), ("kind", "term"))
        self.marks.insert(place, Mark(start, len(self.text), name, attrs))

    def handle_data(self, data):
        self.text += data


def rich(markup: str) -> Rich:
    """Marked text from a little HTML; `<nmda>` and `<trd>` are pinned terms."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return Rich(reader.text, tuple(reader.marks))


TERMS = {"en-pt:nmda": "NMDA", "en-pt:trd": "treatment-resistant depression"}
TITLE = ("How sleep shapes what the brain keeps", "Como o sono decide o que o cérebro guarda")
B, K = Block, Kind
# (path, English, Portuguese): the texts of the article below.
TEXTS: dict[str, tuple[str, str]] = {
    "0": (
        (
            "During deep sleep the brain replays the day. The <nmda>NMDA</nmda> receptor decides which traces stay, "
            "and <em>calcium</em> (Ca<sup>2+</sup>) carries the signal."
        ),
        (
            "Durante o sono profundo, o cérebro repete o dia. O receptor <nmda>NMDA</nmda> decide quais marcas ficam, "
            "e o <em>cálcio</em> (Ca<sup>2+</sup>) leva o sinal."
        ),
    ),
    "1": ("Why it matters", "Por que isso importa"),
    "2": (
        (
            "In a trial with 571 adults with <trd>treatment-resistant depression</trd>, slow waves were weaker "
            '(<a href="https://doi.org/10.1000/sample.1">full text</a>). See the '
            '<a href="https://news.example.org/sleep#r1">first reference</a>.'
        ),
        (
            "Em um ensaio com 571 adultos com <trd>depressão resistente ao tratamento</trd>, as ondas lentas eram mais "
            'fracas (<a href="https://doi.org/10.1000/sample.1">texto completo</a>). Veja a '
            '<a href="https://news.example.org/sleep#r1">primeira referência</a>.'
        ),
    ),
    "3": (
        "Do not stop a medicine because you sleep badly. Talk to the person who prescribed it.",
        "Não suspenda um medicamento porque dorme mal. Fale com quem o receitou.",
    ),
    "4": ("Doses in the trial", "Doses do ensaio"),
    "5.0": ("Daily dose by group", "Dose diária por grupo"),
    "5.1.0": ("Group", "Grupo"),
    "5.1.1": ("Dose (mg/kg)", "Dose (mg/kg)"),
    "5.1.2": ("People", "Pessoas"),
    "5.1.3": ("Sleep (h)", "Sono (h)"),
    "5.2.0": ("Low", "Baixa"),
    "5.2.1": ("0.5", "0,5"),
    "5.2.2": ("190", "190"),
    "5.2.3": ("6.4", "6,4"),
    "5.3.0": ("High", "Alta"),
    "5.3.1": ("1.25", "1,25"),
    "5.3.2": ("381", "381"),
    "5.3.3": ("7.1", "7,1"),
    "6": ("Stages of sleep over one night, as a stepped line", "Fases do sono em uma noite, como linha em degraus"),
    "6.0": ("Deep sleep comes early in the night.", "O sono profundo vem no início da noite."),
    "7": ("What helps", "O que ajuda"),
    "8.0": ("A fixed hour for getting up", "Uma hora fixa para levantar"),
    "8.1": ("Daylight in the morning:", "Luz do dia pela manhã:"),
    "8.1.0.0": ("a walk of 20 minutes", "uma caminhada de 20 minutos"),
    "9": ("Sleep is the price we pay for plasticity.", "O sono é o preço que pagamos pela plasticidade."),
    "10": ("Small naps before 3 p.m. do no harm.", "Cochilos curtos antes das 15 h não fazem mal."),
    "11.0": ("Slow wave", "Onda lenta"),
    "11.1": (
        "A rhythm of 0.5 to 4 Hz, written Δ, that the sleeping cortex shows.",
        "Um ritmo de 0,5 a 4 Hz, escrito Δ, que o córtex adormecido mostra.",
    ),
    "14": ("Values are means.", "Os valores são médias."),
}


def _t(path: str, side: int) -> Rich:
    return rich(TEXTS[path][side])


def _cells(row: int, side: int) -> Block:
    cells = tuple(B(K.CELL, _t(f"5.{row}.{column}", side), header=row == 1 or column == 0) for column in range(4))
    return B(K.ROW, children=cells)


def _blocks(side: int) -> tuple[Block, ...]:
    nested = B(K.LIST, children=(B(K.ITEM, _t("8.1.0.0", side)),))
    code = "score = 0.7 * waves + 0.3 * rem  # <model>"
    return (
        B(K.PARAGRAPH, _t("0", side)),
        B(K.HEADING, _t("1", side), level=2),
        B(K.PARAGRAPH, _t("2", side)),
        B(K.CALLOUT, _t("3", side), label="warning"),
        B(K.HEADING, _t("4", side), level=4),
        B(K.TABLE, children=(B(K.CAPTION, _t("5.0", side)), *(_cells(row, side) for row in (1, 2, 3)))),
        B(K.FIGURE, _t("6", side), children=(B(K.CAPTION, _t("6.0", side)),), src=FIGURE),
        B(K.HEADING, _t("7", side), level=2),
        B(K.LIST, children=(B(K.ITEM, _t("8.0", side)), B(K.ITEM, _t("8.1", side), children=(nested,))), ordered=True),
        B(K.QUOTE, _t("9", side)),
        B(K.CALLOUT, _t("10", side), label="tip"),
        B(K.DEFINITIONS, children=(B(K.TERM, _t("11.0", side)), B(K.DEFINITION, _t("11.1", side)))),
        B(K.CODE, Rich(code), label="python"),
        B(K.RULE),
        B(K.FOOTNOTE, _t("14", side), label="a"),
        B(
            K.REFERENCE,
            rich("Sample A, Sample B. Sleep and <em>memory</em>. <cite>J Sample</cite> 2024;1:1-9."),
            label="r1",
        ),
    )


def _without_pins(block: Block) -> Block:
    marks = tuple(mark for mark in block.text.marks if mark.tag != "pin")
    return replace(block, text=replace(block.text, marks=marks), children=tuple(map(_without_pins, block.children)))


def _pseudo(text: Rich, locale: str) -> Rich:
    """Accents, or right-to-left marks around words; pins and lengths stay."""
    if locale == "ar-XB":
        return text
    kept = [range(mark.start, mark.end) for mark in text.marks if mark.tag in ("pin", "sup", "code")]
    letters = [
        letter if any(number in span for span in kept) else letter.translate(ACCENTS)
        for number, letter in enumerate(text.text)
    ]
    return replace(text, text="".join(letters))


def _changed(block: Block, locale: str) -> Block:
    same = block.kind in (K.CODE, K.REFERENCE)
    text = block.text if same else _pseudo(block.text, locale)
    return replace(block, text=text, children=tuple(_changed(child, locale) for child in block.children))


def _pins(source: str, target: Rich) -> tuple[PinResult, ...]:
    found = []
    for mark in target.marks:
        if mark.tag == "pin":
            name, form = mark.get("id") or "", target.text[mark.start : mark.end]
            pin = Pin(max(0, source.find(TERMS[name])), 0, TERMS[name], (form,), "term", name)
            found.append(PinResult(pin, True, form, mark.start, mark.end))
    for match in re.finditer(r"\d+(?:[.,]\d+)?", target.text):
        pin = Pin(0, 0, match[0], (match[0],), "number")
        found.append(PinResult(pin, True, match[0], match.start(), match.end()))
    return tuple(found)


def _sentences(source: Rich, target: Rich) -> tuple[Translation, ...]:
    """One translation a sentence; both sides have the same number of them."""
    spans = [
        [(m.start(), m.end()) for m in re.finditer(r"\S.*?(?:[.!?](?=\s)|$)", side.text)] for side in (source, target)
    ]
    if len(spans[0]) != len(spans[1]):
        spans = [[(0, len(source.text))], [(0, len(target.text))]]
    made = []
    for number, ((low, high), (start, end)) in enumerate(zip(*spans, strict=True)):
        one, other = source.slice(low, high), target.slice(start, end)
        key = sha256(f"{one.text}|{other.text}|{number}")
        rung = Rung.FORCED if any(mark.tag == "pin" for mark in other.marks) else Rung.PLAIN
        pins = _pins(one.text, other)
        made.append(Translation(key, one, other, False, (), rung, pins, -0.25 - number / 8, signature="gl:en-pt@1a2b"))
    return tuple(made)


def page(
    locale: str = "pt-BR", identity: str = "samples/sleep", slug: str = "sleep", *, title: str = "", **changes
) -> Page:
    """The article in a locale. Keyword arguments replace fields of the page."""
    side = 1 if locale.startswith("pt") else 0
    metadata = Metadata(
        author="Editorial team", published="2026-03-02", language="en", canonical_url="https://news.example.org/sleep"
    )
    source = Article(title or TITLE[0], tuple(_without_pins(block) for block in _blocks(0)), metadata)
    blocks = _blocks(side) if side else tuple(_changed(block, locale) for block in _blocks(0))
    heading = title or (TITLE[1] if side else _pseudo(Rich(TITLE[0]), locale).text)
    target = Article(heading, blocks, replace(metadata, language=locale))
    sources, targets = dict(source.walk()), dict(target.walk())
    units = [("title", _sentences(Rich(source.title), Rich(heading)))]
    units += [(path, _sentences(sources[path].text, targets[path].text)) for path in targets if path in TEXTS]
    made = Page(
        id=identity,
        slug=slug,
        locale=locale,
        source_locale="en",
        source=source,
        target=target,
        translations=tuple(units),
        origin=Origin(
            source="samples",
            url="https://news.example.org/sleep",
            snapshot_sha256=sha256("snapshot"),
            fetched_at="2026-03-05T08:00:00Z",
            license="CC-BY-4.0",
            publisher="Sample News",
        ),
        making=Making(
            engine="argos-en_pt@0.2" if side else "pseudo@1",
            model_sha256=sha256("model"),
            glossary="en-pt@1a2b3c4d",
            glossary_sha256=sha256("glossary"),
            cleaner="7",
            checks="3",
            pipeline="0.1.0",
            run="20260306T100000Z-ab12",
            made_at="2026-03-06T10:00:00Z",
        ),
        state=State.CHECKED,
    )
    return replace(made, **changes)


def site_pages(locales: tuple[str, ...] = ("pt-BR", "en-XA", "ar-XB"), articles: int = 1) -> list[Page]:
    """`articles` articles in each locale."""
    names = ["sleep", *(f"article-{number}" for number in range(1, articles))]
    return [page(locale, f"samples/{name}", name) for name in names for locale in locales]
