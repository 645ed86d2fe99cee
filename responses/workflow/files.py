"""What happens to the files of an answer: added, taken out again, downloaded."""

from datetime import datetime

from django.db import transaction

from oversight.accounts.models import User
from responses.models import Event, EventKind, EvidenceFile, EvidenceRound
from responses.uploads import FILES_PER_ANSWER, Upload
from responses.workflow.evidence import lock_draft


class TooManyFilesError(Exception):
    """More files than an answer may have."""


class SameFileError(Exception):
    """The answer has this very file already."""


class NotStoredError(Exception):
    """The disk is full, or away."""


@transaction.atomic
def attach(answer: EvidenceRound, upload: Upload, *, by: User, at: datetime) -> EvidenceFile:
    """Add one checked file to a draft (R75); the same file twice gives the one that is there.

    What cannot be kept leaves nothing on the disk.
    """
    lock_draft(answer)
    kept = {file.sha256: file for file in answer.files.all()}
    if upload.sha256 in kept:
        return _the_same(kept[upload.sha256], upload)
    if len(kept) >= FILES_PER_ANSWER:
        raise TooManyFilesError(f"“{upload.name}” was not added: a reply can have up to {FILES_PER_ANSWER} files.")
    return _store(answer, upload, by=by, at=at)


def _the_same(file: EvidenceFile, upload: Upload) -> EvidenceFile:
    if file.name != upload.name:
        raise SameFileError(f"“{upload.name}” was not added: it is the same as “{file.name}”.")
    return file


def _store(answer: EvidenceRound, upload: Upload, *, by: User, at: datetime) -> EvidenceFile:
    file = EvidenceFile(
        round=answer,
        name=upload.name,
        content_type=upload.content_type,
        size=upload.size,
        sha256=upload.sha256,
        uploaded_by=by,
        uploaded_at=at,
    )
    storage, name = file.file.storage, file.file.field.generate_filename(file, upload.name)
    try:
        file.file.name = storage.save(name, upload.content)
        with transaction.atomic():
            file.save()
    except OSError as error:
        storage.delete(name)
        raise NotStoredError(f"“{upload.name}” was not added: it could not be stored. Try again later.") from error
    except Exception:
        storage.delete(name)
        raise
    return file


@transaction.atomic
def detach(file: EvidenceFile) -> None:
    """Take a file out of a draft again; its bytes go when that is certain."""
    lock_draft(file.round)
    storage, name = file.file.storage, str(file.file.name)
    file.delete()
    transaction.on_commit(lambda: storage.delete(name), robust=True)


@transaction.atomic
def note_download(file: EvidenceFile, *, by: User, at: datetime) -> None:
    """Who has read what (R72, R75)."""
    request = file.round.request
    Event.objects.create(
        policing_body_id=request.policing_body_id,
        request=request,
        round=file.round,
        kind=EventKind.FILE_DOWNLOADED,
        by=by,
        at=at,
        detail=file.name,
    )
