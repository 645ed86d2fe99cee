"""How much anybody may send: what is too large is counted and thrown away as it comes, never kept."""

from typing import IO

from django.core.exceptions import RequestDataTooBig
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MEGABYTE = 1024 * 1024
LARGEST = 25 * MEGABYTE  # one file
LARGEST_BODY = 255 * MEGABYTE  # ten files and what is written with them


class QuotaHandler(FileUploadHandler):
    """Stands before Django's own: they get no more of a file once it is too large, and the form says so."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803  # Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > LARGEST_BODY:
            raise RequestDataTooBig("This is more than the portal takes at once.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) <= LARGEST:
            return raw_data
        if start <= LARGEST:
            self._drop_what_is_kept()
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if file_size <= LARGEST:
            return None
        return UploadedFile(ContentFile(b""), self.file_name, self.content_type, file_size)

    def _drop_what_is_kept(self) -> None:
        for handler in self.request.upload_handlers if self.request else ():
            handler.upload_interrupted()
