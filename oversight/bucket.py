"""Evidence in an S3-compatible bucket (`requirements/s3.txt`): what goes wrong there is an OSError, as on a disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

# Newer checksums only where a service asks for them: not all that speak S3 know them.
CLIENT = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    connect_timeout=5,
    read_timeout=20,
    retries={"total_max_attempts": 2},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


@contextmanager
def _as_on_a_disk() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError, Boto3Error, RetriesExceededError) as error:
        raise OSError(f"The bucket: {error}") from error


class Bucket(S3Storage):
    """Private, and never written over. Keys come from where boto3 looks for them: AWS_ACCESS_KEY_ID and so on."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # those of django-storages
        super().__init__(client_config=CLIENT, file_overwrite=False, default_acl=None, **options)

    def save(self, *arguments: Any, **options: Any) -> str:  # noqa: ANN401  # Django's
        with _as_on_a_disk():
            return super().save(*arguments, **options)

    def delete(self, name: str) -> None:
        with _as_on_a_disk():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _as_on_a_disk():
            return bool(super().exists(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _as_on_a_disk():
            return super().listdir(name)

    def get_modified_time(self, name: str) -> datetime:
        with _as_on_a_disk():
            return super().get_modified_time(name)

    def open(self, name: str, mode: str = "rb") -> File:
        with _as_on_a_disk():
            file = super().open(name, mode)
            try:
                file.seek(0)  # which fetches it
            except Exception:
                file.close()
                raise
            return file
