"""Hostile Office and OpenDocument files in disguise: what XML lets a writer spell in more than one way."""

from responses.probe.faults import Fault
from tests.responses.uploads.making import altered, field, formula, opened, worded

DDE, LOADS = Fault.DDE, Fault.LOADS
LETTERS = "".join(f"&#{ord(letter)};" for letter in "DDEAUTO")
BEGIN, END = '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>'
REMARK = f"<!--{'x' * 70_000}-->"


def code(inside):
    return f"<w:instrText>{inside}</w:instrText>"


def simple(attribute):
    return worded(f"<w:fldSimple {attribute}/>")


def action(inside):
    return altered("pptx", add={"ppt/slides/slide9.xml": f"<a {inside}/>"})


def sheet(words):
    return altered("xlsx", swap=[("xl/worksheets/sheet1.xml", "<sheetData>", f"{words}<sheetData>")])


def far(inside):
    """Behind 280 kB of cells, in a sheet that has nothing else that matters."""
    return altered("xlsx", add={"xl/worksheets/sheet9.xml": f"<x>{'<c/>' * 70_000}<f>{inside}</f></x>"})


# What it is, the name it comes under, how to build it, why it is refused.
HOSTILE = [
    ("a simple field in single quotes", "a.docx", lambda: simple("w:instr='DDEAUTO c:\\\\cmd.exe'"), DDE),
    ("a simple field with spaces", "a.docx", lambda: simple('w:instr = "DDEAUTO c:\\\\cmd.exe"'), DDE),
    ("a simple field with a line end", "a.docx", lambda: simple('w:instr\n=\n" DDE cmd"'), DDE),
    ("a simple field with a quote in it", "a.docx", lambda: simple("w:instr='\"DDEAUTO\" cmd'"), DDE),
    ("a simple field in numbers", "a.docx", lambda: simple(f'w:instr="{LETTERS} cmd"'), DDE),
    (
        "a simple field with another prefix",
        "a.docx",
        lambda: worded('<y:fldSimple xmlns:y="urn:x" y:instr="DDE cmd"/>'),
        DDE,
    ),
    ("a field behind a remark", "a.docx", lambda: field("<!-- -->DDEAUTO cmd"), DDE),
    ("a field with a remark in it", "a.docx", lambda: field("DD<!-- -->EAUTO cmd"), DDE),
    ("a field behind an instruction", "a.docx", lambda: field("<?x y?>DDEAUTO cmd"), DDE),
    ("a field in CDATA", "a.docx", lambda: field("<![CDATA[DDEAUTO cmd]]>"), DDE),
    ("a field half in CDATA", "a.docx", lambda: field("D<![CDATA[D]]>EAUTO cmd"), DDE),
    ("a field with an element in it", "a.docx", lambda: field("DD<w:x/>EAUTO cmd"), DDE),
    ("a field in what looks like a formula", "a.docx", lambda: worded(f"<w:f>{code('DDE cmd')}</w:f>"), DDE),
    ("a field behind a long remark", "a.docx", lambda: field(f"{REMARK}DDEAUTO cmd"), DDE),
    (
        "a field split over several runs",
        "a.docx",
        lambda: worded(
            f"{BEGIN}</w:r><w:r>{code('DD')}</w:r><w:r><w:rPr><w:b/></w:rPr>{code('EAU')}</w:r>"
            f"<w:r>{code('TO cmd')}</w:r><w:r>{END}"
        ),
        DDE,
    ),
    (
        "a field that starts in single quotes",
        "a.docx",
        lambda: worded(f"{BEGIN}{code('TOC')}{END}<w:fldChar w:fldCharType = 'begin'/>{code('DDE cmd')}{END}"),
        DDE,
    ),
    (
        "a field behind an ordinary one",
        "a.docx",
        lambda: worded(f"{BEGIN}{code('PAGE')}{END}{BEGIN}{code('DDEAUTO cmd')}{END}"),
        DDE,
    ),
    (
        "a field in a part of another name",
        "a.docx",
        lambda: altered("docx", add={"x/h.xml": f'<x xmlns:w="w">{code(LETTERS)}</x>'}),
        DDE,
    ),
    ("a formula with its bar as a number", "a.xlsx", lambda: formula("cmd&#124;'/c calc'!A0"), DDE),
    ("a formula with its bar in hexadecimal", "a.xlsx", lambda: formula("cmd&#x7C;'/c calc'!A0"), DDE),
    ("a formula in CDATA", "a.xlsx", lambda: formula("<![CDATA[cmd|'/c calc'!A0]]>"), DDE),
    ("a formula with a remark", "a.xlsx", lambda: formula("cmd<!-- -->|'/c calc'!A0"), DDE),
    ("a formula behind a long one", "a.xlsx", lambda: formula(f"{'1+' * 40_000}cmd|'/c calc'!A0"), DDE),
    ("a formula behind a long remark", "a.xlsx", lambda: formula(f"cmd{REMARK}|'/c calc'!A0"), DDE),
    ("a formula over a border", "a.xlsx", lambda: formula(f"WEB{REMARK}SERVICE(A1)"), LOADS),
    (
        "a formula with a long attribute",
        "a.xlsx",
        lambda: sheet(f"<f x=\"{' ' * 70_000}\">cmd|'/c calc'!A0</f>"),
        DDE,
    ),
    ("a formula with another prefix", "a.xlsx", lambda: sheet("<é:f xmlns:é='urn:x'>cmd|'/c'!A0</é:f>"), DDE),
    ("a formula that asks the web in numbers", "a.xlsx", lambda: formula("WEB&#83;ERVICE(A1)"), LOADS),
    ("a formula that asks the web in CDATA", "a.xlsx", lambda: formula("WEB<![CDATA[SERVICE(]]>A1)"), LOADS),
    ("a formula that loads a picture, spelt", "a.xlsx", lambda: formula("_xlfn&#46;IMAGE(A1)"), LOADS),
    ("a name that starts a program", "a.xlsx", lambda: sheet("<definedName>cmd|'/c calc'!A0</definedName>"), DDE),
    ("a rule that starts a program", "a.xlsx", lambda: sheet("<formula1>cmd|'/c calc'!A0</formula1>"), DDE),
    ("a formula far down", "a.xlsx", lambda: far("cmd|'/c'!A0"), DDE),
    ("a formula far down that loads a picture", "a.xlsx", lambda: far("_xlfn.IMAGE(A1)"), LOADS),
    ("a formula far down, in numbers", "a.xlsx", lambda: far("cmd&#124;'/c'!A0"), DDE),
    ("a formula far down, in small letters", "a.xlsx", lambda: far("webService(A1)"), LOADS),
    ("a formula far down, in CDATA", "a.xlsx", lambda: far("WEB<![CDATA[SERV]]>ICE(A1)"), LOADS),
    ("a formula far down, with an instruction", "a.xlsx", lambda: far("_xlfn.IM<?x?>AGE(A1)"), LOADS),
    (
        "a field far down",
        "a.docx",
        lambda: worded(f"{'<w:x/>' * 50_000}{BEGIN}{code('DD')}{code('E cmd')}{END}"),
        DDE,
    ),
    ("a simple field far down", "a.docx", lambda: worded(f"{'<w:x/>' * 50_000}<w:fldSimple w:instr='DDE cmd'/>"), DDE),
    (
        "a slide's program far down",
        "a.pptx",
        lambda: action(f"x='{' ' * 300_000}' action='ppaction://ole'"),
        Fault.ACTION,
    ),
    (
        "a document type in a long part",
        "a.xlsx",
        lambda: altered("xlsx", add={"xl/a.xml": f"<!DOCTYPE l><l>{'<c/>' * 70_000}</l>"}),
        Fault.ENTITIES,
    ),
    (
        "a long part in an odd encoding",
        "a.xlsx",
        lambda: altered("xlsx", add={"xl/a.xml": f'<?xml version="1.0" encoding="cp037"?><l>{"<c/>" * 70_000}</l>'}),
        Fault.BAD_PARTS,
    ),
    ("a slide's program in numbers", "a.pptx", lambda: action('action="pp&#97;ction://program"'), Fault.ACTION),
    ("a slide's program in single quotes", "a.pptx", lambda: action("action = 'ppaction:&#47;/macro'"), Fault.ACTION),
    ("a macro in ODT, in numbers", "a.odt", lambda: opened("odt", '<a x="vnd.sun&#46;star.script:y"/>'), Fault.MACROS),
    ("a macro link in ODS, in numbers", "a.ods", lambda: opened("ods", "<a x='macro&#58;//y'/>"), Fault.MACROS),
    (
        "a picture from the web in ODT, in numbers",
        "a.odt",
        lambda: opened("odt", '<draw:image xlink:href="&#104;ttp://evil.example/a.png"/>'),
        LOADS,
    ),
    (
        "a picture from the web in ODT behind a bracket",
        "a.odt",
        lambda: opened("odt", '<draw:image x=">" xlink:href=" https://evil.example/a.png"/>'),
        LOADS,
    ),
    (
        "a picture from another kind of server in ODT",
        "a.odt",
        lambda: opened("odt", '<draw:image xlink:href="vnd.sun.star.webdav://evil.example/a.png"/>'),
        LOADS,
    ),
    ("a formula of ODS in numbers", "a.ods", lambda: opened("ods", '<c table:formula="WEB&#83;ERVICE(1)"/>'), LOADS),
    (
        "a formula of ODS with quotes",
        "a.ods",
        lambda: opened("ods", "<c table:formula='of:=\"&apos;\"&amp;D&#68;E(1)'/>"),
        LOADS,
    ),
    (
        "a formula of ODS over a border",
        "a.ods",
        lambda: opened("ods", f'<c table:formula="of:={"1+" * 40_000}WEBSERVICE(1)"/>'),
        LOADS,
    ),
    ("DDE in ODS with a prefix of its own", "a.ods", lambda: opened("ods", "<é:dde-source xmlns:é='urn:x'/>"), DDE),
    ("more tags in tags than anybody needs", "a.docx", lambda: worded("<w:p>" * 1_001), Fault.BAD_PARTS),
    (
        "more names than anybody needs",
        "a.docx",
        lambda: worded("".join(f"<n{number}/>" for number in range(10_001))),
        Fault.BAD_PARTS,
    ),
    ("a remark of 3 MB", "a.docx", lambda: worded(f"<!--{'x' * 3_000_000}-->"), Fault.TOO_MUCH_INSIDE),
    ("a formula of 3 MB", "a.xlsx", lambda: formula("1" * 3_000_000), Fault.TOO_MUCH_INSIDE),
    ("a field of 3 MB", "a.docx", lambda: field(*["1" * 1_000_000] * 3), Fault.TOO_MUCH_INSIDE),
    ("a document that breaks off", "a.docx", lambda: worded("<w:p>"), Fault.DAMAGED),
    (
        "a document type far down",
        "a.docx",
        lambda: altered("docx", add={"word/a.xml": f"{REMARK}<!DOCTYPE l [<!ENTITY a 'ha'>]><l>&a;</l>"}),
        Fault.ENTITIES,
    ),
]
