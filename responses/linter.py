"""What a careful reader would stumble over in a response; it stops nobody (R12, R107). Plain values."""

import re
from collections.abc import Iterator
from datetime import date

from responses import readiness
from responses.readiness import FOR_OTHERS, NO_RESPONSE, AnswerDraft, Draft, Need, Remark, sequences

FEWEST_QUOTED = 5  # words; a shorter quotation is a name or a grade
FEWEST_SAID = 5  # words; “We accept this.” names no action
SHARED_RUN = 8  # words that two answers have in common only where one was copied
KNOWN = {"HMICFRS", "HMIC", "PCC", "NHS", "BBC"}  # every reader of these pages does, or the page itself says it
ACRONYM = re.compile(r"(?<![\w&./-])([A-Z]{3,})s?(?![\w&]|-?\d)")
BRACKETED = re.compile(r"\(([A-Z]{3,})s?\)")
WORDS_BEFORE = re.compile(r"(?:[\w’'&-]+\s+){1,12}$")
NEAR = 160  # characters before an acronym in brackets, where the words are that it stands for
QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
IN_SINGLE_MARKS = re.compile(r"(?<![\w’'])[‘']((?:[^‘’'\n]|[’'](?=\w))+)[’'](?!\w)")  # an apostrophe ends no quotation
YEAR = re.compile(r"\b20\d\d\b")
COUNTED = re.compile(r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten)\s+recommendations\b", re.IGNORECASE)
NUMBERS = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
GRADES = "outstanding|good|adequate|requires improvement|inadequate"
GRADED = (
    rf"\b(?:(?:graded|rated|assessed|judged)\b[^.\n]{{0,40}}?\b(?:{GRADES})"
    rf"|grade (?:of|is|was) [“‘\"']?(?:{GRADES})|(?:{GRADES})[”’\"']? grade)\b"
)
HAS_GRADES = r"(?:\w*ROCU|units?|forces?|constabular(?:y|ies))\b"
REGION_GRADED = rf"\bregion(?:al)?\b(?:(?!\b{HAS_GRADES})[^.\n]){{0,80}}?{GRADED}"
DOUBTFUL = [
    (REGION_GRADED, "a region has no grade. Name the force or unit that was graded"),
    (r"\bcauses? for concern\b", "the inspectorate’s term is “cause of concern”"),
    (r"\]\(\s*#?\s*\)|\(#\)", "this link leads nowhere"),
    (r"\buses? cookies\b|\bskip to main content\b", "this comes from a web page, not from the response"),
    (r"^\W*(?:as|see) above\b", "each answer is read on its own. Say it again here"),
]


def warnings(draft: Draft, *, on: date) -> list[Remark]:
    texts, findings = list(_ours(draft)), [" ".join(_plain(answer.words)) for answer in draft.answers]
    return [
        *readiness.warnings(draft, on=on),
        *(remark for anchor, text in texts for remark in _words_in(anchor, text)),
        *_acronyms(draft, texts),
        *(remark for anchor, text in texts for remark in _quotations(anchor, text, findings)),
        *_theirs(draft, texts, findings),
        *_counted(draft),
        *_changed_comments(draft),
        *(remark for answer in draft.answers for remark in (*_brief(answer), *_vague(answer))),
        *_shared(draft),
    ]


def _ours(draft: Draft) -> Iterator[tuple[str, str]]:
    """What we may change, and where. The chief officer's comments are published as they came."""
    yield "id_our_comments", draft.our_comments
    yield "id_our_reply", draft.our_reply
    for answer in draft.answers:
        yield answer.anchor, answer.text


def _words_in(anchor: str, text: str) -> Iterator[Remark]:
    for pattern, what in DOUBTFUL:
        found = re.search(pattern, text, re.IGNORECASE | re.MULTILINE)
        if found:
            yield Remark(anchor, f"“{' '.join(found[0].split())}”: {what}")


def _acronyms(draft: Draft, texts: list[tuple[str, str]]) -> Iterator[Remark]:
    theirs = [draft.chief_officer_comments, *(answer.words for answer in draft.answers)]
    everything = "\n".join([*(text for _, text in texts), *theirs])
    told = set(KNOWN)
    for anchor, text in texts:
        for acronym in ACRONYM.findall(text):
            if acronym not in told and not _is_expanded(acronym, everything):
                yield Remark(anchor, f"{acronym} is not spelt out anywhere in the response")
            told.add(acronym)
        yield from _misfits(anchor, text)


def _theirs(draft: Draft, texts: list[tuple[str, str]], findings: list[str]) -> Iterator[Remark]:
    """The chief officer's comments are published as they came, so here is only what to ask the force about."""
    anchor, text = "id_chief_officer_comments", draft.chief_officer_comments
    named = {acronym for _, ours in texts for acronym in ACRONYM.findall(ours)} | KNOWN
    everything = "\n".join([text, *(ours for _, ours in texts), *(answer.words for answer in draft.answers)])
    for acronym in dict.fromkeys(ACRONYM.findall(text)):
        if acronym not in named and not _is_expanded(acronym, everything):
            what = f"The chief officer's comments do not spell out {acronym}. Ask the force what it stands for"
            yield Remark(anchor, what)
    for remark in _quotations(anchor, text, findings):
        yield Remark(anchor, f"In the chief officer's comments, {remark.text}")


def _misfits(anchor: str, text: str) -> Iterator[Remark]:
    for found in BRACKETED.finditer(text):
        words = WORDS_BEFORE.search(text[max(0, found.start() - NEAR) : found.start()])
        if words and not _stands_for(found[1], words[0]):
            yield Remark(anchor, f"{found[1]} does not fit the words before it: “{words[0].strip()}”")


def _is_expanded(acronym: str, text: str) -> bool:
    return bool(re.search(rf"\w\s+\({acronym}s?\)|\b{acronym}s?\s+\(\w+\s+\w+", text))


def _stands_for(acronym: str, words: str) -> bool:
    """Its letters are among the first letters of the words, in their order."""
    initials = iter(part[0].upper() for word in words.split() for part in word.split("-") if part)
    return all(letter in initials for letter in acronym)


def _quotations(anchor: str, text: str, findings: list[str]) -> Iterator[Remark]:
    for quoted in [*QUOTED.findall(text), *IN_SINGLE_MARKS.findall(text)]:
        words = _plain(quoted)
        if len(words) >= FEWEST_QUOTED and not any(" ".join(words) in finding for finding in findings):
            start = " ".join(quoted.split()[:FEWEST_QUOTED])
            yield Remark(anchor, f"“{start} …” is not in the words of any finding. Check it against the report")


def _plain(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.casefold())


def _counted(draft: Draft) -> Iterator[Remark]:
    for number in COUNTED.findall(draft.our_comments)[:1]:
        said = int(number) if number.isdigit() else NUMBERS.index(number.lower())
        if said != draft.recommendations:
            text = f"Our comments speak of {number} recommendations, and {draft.recommendations} are recorded"
            yield Remark("id_our_comments", text)


def _changed_comments(draft: Draft) -> Iterator[Remark]:
    for force in left_out(draft):
        text = f"What {force} has sent through the portal is not in the chief officer's comments as it came"
        yield Remark("id_chief_officer_comments", text)


def left_out(draft: Draft) -> list[str]:
    """Forces whose comments are not in the text as they sent them."""
    here = " ".join(draft.chief_officer_comments.split())
    return [force for force, sent in draft.comments_sent if " ".join(sent.split()) not in here]


def _vague(answer: AnswerDraft) -> Iterator[Remark]:
    if not answer.says_something or answer.position in {NO_RESPONSE, FOR_OTHERS}:
        return
    if answer.deadline and not answer.due_on and answer.deadline.casefold() not in answer.text.casefold():
        yield Remark(
            answer.anchor, f"The answer to {answer.reference} does not mention its deadline, {answer.deadline}"
        )
    if answer.need == Need.EXPLANATION and answer.action.strip():
        if not answer.owner.strip():
            yield Remark(answer.anchor, f"The answer to {answer.reference} does not say who acts")
        if not (answer.deadline or answer.due_on or YEAR.search(answer.action)):
            yield Remark(answer.anchor, f"The answer to {answer.reference} does not say by when")


def _brief(answer: AnswerDraft) -> Iterator[Remark]:
    if answer.position != NO_RESPONSE and 0 < len(_plain(answer.text)) < FEWEST_SAID:
        yield Remark(answer.anchor, f"The answer to {answer.reference} is too short to say what is done")


def _shared(draft: Draft) -> Iterator[Remark]:
    first_in: dict[tuple[str, ...], int] = {}
    for place, answer in enumerate(draft.answers):
        runs = sequences(answer.text, SHARED_RUN)
        earlier = min((first_in[run] for run in runs & first_in.keys()), default=None)
        if earlier is not None and not _asks_the_same(draft.answers[earlier], answer):
            other = draft.answers[earlier].reference
            yield Remark(answer.anchor, f"The answers to {other} and {answer.reference} share a sentence")
        first_in = dict.fromkeys(runs, place) | first_in


def _asks_the_same(one: AnswerDraft, other: AnswerDraft) -> bool:
    """What two reports find in the same words may be answered in the same words (R7)."""
    return bool(one.words) and one.words == other.words
