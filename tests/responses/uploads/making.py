"""Builds files that are not as they should be."""

import io
import random
import struct
import zipfile
import zlib
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.responses.uploads.ordinary import FILES, pdf, picture

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PROGRAM = b"MZ\x90\0" + bytes(200)
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
RELATIONSHIPS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><l>&c;</l>'
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>'
BASES = {"docx": "a paragraph.docx", "xlsx": "table.xlsx", "pptx": "words.pptx", "odt": "text.odt", "ods": "sheet.ods"}


@cache
def base(kind):
    with zipfile.ZipFile(io.BytesIO(FILES[BASES[kind]]())) as archive:
        return {part.filename: archive.read(part) for part in archive.infolist() if not part.is_dir()}


def packed(parts, method=zipfile.ZIP_DEFLATED):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, text in parts.items():
            archive.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else method)
    return content.getvalue()


def altered(kind, **changes):
    """`add`: further parts; `swap`: (part, old, new) in the text of one."""
    parts = {**base(kind), **changes.get("add", {})}
    for name, old, new in changes.get("swap", []):
        assert old.encode() in parts[name]
        parts[name] = parts[name].replace(old.encode(), new.encode(), 1)
    return packed({name: text for name, text in parts.items() if name != changes.get("drop")})


def related(kind, relation, target, *, external=True, add=None):
    """An Office file with one more relationship."""
    mode = ' TargetMode="External"' if external else ""
    one = f'<Relationship Id="rId999" Type="{TYPE}{relation}" Target="{target}"{mode}/>'
    owner = {"docx": "word/document", "xlsx": "xl/workbook", "pptx": "ppt/presentation"}[kind]
    name = "{}/_rels/{}.xml.rels".format(*owner.split("/"))
    return altered(kind, add=add or {}, swap=[(name, "</Relationships>", f"{one}</Relationships>")])


def typed(kind, content_type, add):
    override = f'<Override PartName="/{next(iter(add))}" ContentType="{content_type}"/></Types>'
    return altered(kind, add=add, swap=[("[Content_Types].xml", "</Types>", override)])


def worded(words):
    return altered("docx", swap=[("word/document.xml", "<w:body>", f"<w:body><w:p><w:r>{words}</w:r></w:p>")])


def field(*texts):
    codes = "".join(f"<w:instrText>{text}</w:instrText>" for text in texts)
    return worded(f'<w:fldChar w:fldCharType="begin"/>{codes}<w:fldChar w:fldCharType="end"/>')


def formula(text):
    return altered(
        "xlsx", swap=[("xl/worksheets/sheet1.xml", "<sheetData>", f"<sheetData><row><c><f>{text}</f></c></row>")]
    )


def opened(kind, words):
    return altered(kind, swap=[("content.xml", "</office:body>", f"{words}</office:body>")])


def with_entry(kind, name, text=b"", **facts):
    """One more entry, whose directory line says what it likes."""
    content = io.BytesIO(packed(base(kind)))
    with zipfile.ZipFile(content, "a") as archive:
        part = zipfile.ZipInfo(name)
        for fact, value in facts.items():
            setattr(part, fact, value)
        archive.writestr(part, text)
    return content.getvalue()


def patched(content, offset, form, *values, signature=b"PK\x01\x02", last=True):
    """The archive with other numbers `offset` bytes into its last (or first) record of that kind."""
    at = (content.rfind if last else content.find)(signature) + offset
    return content[:at] + struct.pack(form, *values) + content[at + struct.calcsize(form) :]


def with_gap(content):
    """The archive with something between its last part and its directory."""
    archive = packed(base("docx"))
    at = archive.find(b"PK\x01\x02")
    return patched(archive[:at] + content + archive[at:], 16, "<I", at + len(content), signature=b"PK\x05\x06")


def entries(number):
    return packed({**base("docx"), **{f"customXml/item{each}.xml": "<x/>" for each in range(10, number)}})


def bomb(megabytes, parts=1):
    zeros = bytes(megabytes * 1024 * 1024)
    return altered("docx", add={f"word/media/image{each}.bmp": zeros for each in range(parts)})


@cache
def overlapping():
    """Two lines of the directory for the same bytes."""
    content = io.BytesIO(packed(base("docx")))
    with zipfile.ZipFile(content, "a") as archive:
        first = archive.infolist()[3]
        copy = zipfile.ZipInfo("word/media/copy.xml")
        for fact in ("header_offset", "compress_size", "file_size", "CRC", "compress_type", "flag_bits"):
            setattr(copy, fact, getattr(first, fact))
        archive.filelist.append(copy)
        archive.NameToInfo[copy.filename] = copy
        archive._didModify = True
    return content.getvalue()


def nested(depth):
    content = packed({"a.txt": b"a"})
    for _ in range(depth):
        content = packed({"a.zip": content})
    return content


def chart_with(name, content):
    return altered("docx", add={f"word/embeddings/{name}": content})


def elements(kind, written, number=3_300_000):
    """In a part of its own, with as much of a picture as it takes to look like an ordinary file."""
    many = f"<x>{written * number}</x>"
    part, picture = (
        ("Object 1/content.xml", "Pictures/a.png") if kind == "ods" else ("docProps/a.xml", "docProps/a.png")
    )
    return altered(kind, add={part: many, picture: random.Random(1).randbytes(len(many) // 60)})


def elements_behind_charts():
    chart = elements("xlsx", "<a/>", 1_700_000)
    return altered("docx", add={f"word/embeddings/Sheet{each}.xlsx": chart for each in (1, 2)})


def pdf_with(build, **options):
    def both(document):
        document.add_blank_page()
        build(document)

    return pdf(both, **options)


def root(**entries):
    return pdf_with(lambda document: [setattr(document.Root, name, value) for name, value in entries.items()])


def page(**entries):
    return pdf_with(lambda document: [setattr(document.pages[0], name, value) for name, value in entries.items()])


def action(kind, **entries):
    return Dictionary(S=Name(f"/{kind}"), **entries)


def annotated(subtype, **entries):
    return page(Annots=Array([Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=[0, 0, 9, 9], **entries)]))


def pdf_with_file(name="run.exe", content=PROGRAM):
    return pdf_with(lambda document: document.attachments.update({name: content}))


def in_a_stream():
    def build(document):
        document.Root.Deep = document.make_indirect(
            Dictionary(A=document.make_indirect(action("JavaScript", JS=String("x"))))
        )

    return pdf_with(build, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def escaped():
    return root(OpenAction=action("JavaScript", JS=String("x"))).replace(b"/JavaScript", b"/J#61vaScript")


def embedded_without_type():
    def build(document):
        stream = document.make_indirect(Stream(document, PROGRAM))
        document.Root.AF = Array([Dictionary(Type=Name.Filespec, F=String("run.exe"), EF=Dictionary(F=stream))])

    return pdf_with(build)


def protected(**passwords):
    return pdf(encryption=pikepdf.Encryption(R=6, **passwords))


def steps_without_end():
    def build(document):
        first = document.make_indirect(action("GoTo"))
        first.Next, document.Root.OpenAction = first, first

    return pdf_with(build)


def streamed(**entries):
    return pdf_with(lambda document: setattr(document.Root, "Deep", document.make_stream(b"a", **entries)))


def around(archive, end):
    """The archive with the end of another file as its remark."""
    return archive[:-2] + struct.pack("<H", len(end)) + end


def with_last_chunk(archive):
    """A PNG whose own end is the remark of an archive in it."""
    content = around(archive, bytes(16))[:-16]
    return png(1, 1, chunk(b"IDAT", zlib.compress(bytes(4))), chunk(b"zaPp", content))


def pdf_bomb(number):
    """A page with `number` zeros in a packed stream of objects."""
    zeros = b"0 " * number
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/X[%s]>>" % zeros,
    ]
    first, second = len(objects[0]) + 1, len(objects[0]) + len(objects[1]) + 2
    index = b"1 0 2 %d 3 %d " % (first, second)
    packed_objects = zlib.compress(index + b" ".join(objects), 9)
    stream = b"<</Type/ObjStm/N 3/First %d/Filter/FlateDecode/Length %d>>" % (len(index), len(packed_objects))
    start = b"%PDF-1.5\n"
    body = start + b"4 0 obj\n" + stream + b"\nstream\n" + packed_objects + b"\nendstream\nendobj\n"
    places = [(0, 0, 255), (2, 4, 0), (2, 4, 1), (2, 4, 2), (1, len(start), 0), (1, len(body), 0)]
    table = b"".join(struct.pack(">BIB", *place) for place in places)
    facts = b"<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>" % len(table)
    end = b"5 0 obj\n" + facts + b"\nstream\n" + table + b"\nendstream\nendobj\n"
    return body + end + b"startxref\n%d\n%%%%EOF\n" % len(body)


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width, height, *chunks):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


def jpeg_of(width, height):
    content = picture("JPEG")
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


def docx():
    return FILES["a paragraph.docx"]()


LATE_PAGE = b"%PDF-1.7\n"
SCRIPT_PAGE = b"<html><body><script>alert(1)</script></body></html>"
ARCHIVE = nested(0)
SHELL = b"#!/bin/sh\nrm -rf /\n"
