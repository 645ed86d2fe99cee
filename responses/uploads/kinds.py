"""The kinds of files that are let in (R75), and what to do with the others."""

ZIP = "application/zip"
OFFICE = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
# What we say it is when it is downloaded, and what libmagic may call it.
TYPES: dict[str, tuple[str, set[str]]] = {
    "pdf": ("application/pdf", {"application/pdf"}),
    # libmagic knows these only by the order of their parts, which writers differ in.
    "docx": (f"{OFFICE}.wordprocessingml.document", {f"{OFFICE}.wordprocessingml.document", ZIP}),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet", {f"{OFFICE}.spreadsheetml.sheet", ZIP}),
    "pptx": (f"{OFFICE}.presentationml.presentation", {f"{OFFICE}.presentationml.presentation", ZIP}),
    "odt": (f"{ODF}.text", {f"{ODF}.text", ZIP}),
    "ods": (f"{ODF}.spreadsheet", {f"{ODF}.spreadsheet", ZIP}),
    # What plain text is about is a guess of libmagic's: its first words decide.
    "csv": ("text/csv", {"application/csv", "application/json"}),
    "txt": ("text/plain", {"application/csv", "application/json", "message/rfc822"}),  # or a saved e-mail
    "png": ("image/png", {"image/png"}),
    "jpg": ("image/jpeg", {"image/jpeg"}),
    "jpeg": ("image/jpeg", {"image/jpeg"}),
}
IN_WORDS = {
    "pdf": "a PDF",
    "docx": "a Word document (docx)",
    "xlsx": "an Excel workbook (xlsx)",
    "pptx": "a PowerPoint presentation (pptx)",
    "odt": "an ODT document",
    "ods": "an ODS spreadsheet",
    "csv": "a CSV file",
    "txt": "a plain text file (txt)",
    "png": "a PNG picture",
    "jpg": "a JPG picture",
    "jpeg": "a JPG picture",
}
TEXTS = {"csv", "txt"}
RUNNABLE_TEXTS = {"text/html", "text/xml", "text/x-shellscript", "text/x-php", "text/x-msdos-batch", "text/rtf"}
LEGACY = {"application/CDFV2", "application/CDFV2-encrypted", "application/x-ole-storage", "application/encrypted"}
KINDS_IN_WORDS = "PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), ODT, ODS, CSV, TXT, PNG or JPG"

OLD = "is in an old Office format. Open it, save it as {} and choose that."
CAN_HAVE_MACROS = "is of a kind that can have macros. Open it, save it as {} and choose that."
INSTEAD = {
    **dict.fromkeys(["doc", "dot", "rtf"], OLD.format("Word (docx)")),
    **dict.fromkeys(["xls", "xlt"], OLD.format("Excel (xlsx)")),
    **dict.fromkeys(["ppt", "pps", "pot"], OLD.format("PowerPoint (pptx)")),
    **dict.fromkeys(["docm", "dotm", "dotx"], CAN_HAVE_MACROS.format("Word (docx)")),
    **dict.fromkeys(["xlsm", "xltm", "xlsb", "xlam"], CAN_HAVE_MACROS.format("Excel (xlsx)")),
    **dict.fromkeys(["pptm", "potm", "ppsm", "ppsx"], CAN_HAVE_MACROS.format("PowerPoint (pptx)")),
    **dict.fromkeys(
        ["zip", "7z", "rar", "gz", "tar", "tgz"],
        "is an archive. Take the files out of it and choose those that matter.",
    ),
    **dict.fromkeys(["msg", "eml"], "is an e-mail. Save it as a PDF and choose that; add what was attached by itself."),
    **dict.fromkeys(
        ["heic", "heif", "tif", "tiff", "bmp", "gif", "webp"], "is a picture. Save it as a JPG and choose that."
    ),
    **dict.fromkeys(["html", "htm", "svg", "xml"], "can have scripts in it. Print it to a PDF and choose that."),
}
ANY_OTHER = f"is not of a kind that we take. Choose a {KINDS_IN_WORDS} file."
