"""Where files are handed out to: a folder, here or in an S3-compatible store. A file is there whole or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol, cast

from pipelines.errors import LiftcastError
from pipelines.files.atomic import written_beside

S3: Final = "s3://"


class PlaceError(LiftcastError):
    """A place that files cannot be written to or read from."""


class Place(Protocol):
    """A folder of files, wherever it is."""

    address: str
    """A path or `s3://bucket/folder`, without a slash at its end."""

    def sink(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Open a file to be written: it shows, under its name, once all of it is written."""

    def read(self, name: str) -> bytes | None:
        """The content of a file, or None where there is none."""

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all that is in it; nothing where there is none."""

    def names(self) -> list[str]:
        """The names of files and folders there, sorted."""


def place_at(address: str) -> Place:
    """The place at an address: `s3://bucket/folder`, else a path.

    Raises
    ------
    PlaceError
        It is in a store, for which the extra is not installed.
    """
    return Bucket(address) if is_in_store(address) else Folder(Path(address))


def is_in_store(address: str) -> bool:
    """Tell whether an address is that of an S3-compatible store."""
    return address.startswith(S3)


def store(address: str) -> Any:
    """The fsspec file system of the store at an address; where it is and who asks is said by AWS's own variables.

    Raises
    ------
    PlaceError
        The extra is not installed.
    """
    try:
        import s3fs  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError as error:
        raise PlaceError(f"{address}: needs the extra `s3`: `pip install 'liftcast[s3]'`") from error
    return s3fs.S3FileSystem(use_listings_cache=False)


class Folder:
    """A folder of this machine, made where it is missing.

    Parameters
    ----------
    path : Path
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.address = str(self.path)

    @contextmanager
    def sink(self, name: str) -> Iterator[BinaryIO]:
        """Write beside the file's place, and rename."""
        with written_beside(self.path / name) as part, part.open("wb") as sink:
            yield sink

    def read(self, name: str) -> bytes | None:
        """The content of a file, or None where there is none."""
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all that is in it."""
        place = self.path / name
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)

    def names(self) -> list[str]:
        """The names of files and folders there, sorted."""
        return sorted(place.name for place in self.path.iterdir()) if self.path.is_dir() else []


class Bucket:
    """A folder within a bucket of a store; the bucket is there already.

    Parameters
    ----------
    address : str
        `s3://bucket/folder`.
    """

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._files = store(address)

    @contextmanager
    def sink(self, name: str) -> Iterator[BinaryIO]:
        """Write parts that the store puts together at the end; cut short, they never show."""
        with self._told():
            file = self._files.open(f"{self.address}/{name}", "wb", autocommit=False)
            try:
                yield cast("BinaryIO", file)
                file.close()
            except BaseException:
                file.closed = True  # else it is uploaded when it is collected, at the latest when the process ends
                with suppress(Exception):  # what counts is what went wrong before
                    file.discard()
                raise
            file.commit()

    def read(self, name: str) -> bytes | None:
        """The content of a file, or None where there is none."""
        with self._told():
            try:
                return cast("bytes", self._files.cat_file(f"{self.address}/{name}"))
            except FileNotFoundError:
                return None

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all that is in it."""
        with self._told():
            if self._files.exists(f"{self.address}/{name}"):
                self._files.rm(f"{self.address}/{name}", recursive=True)

    def names(self) -> list[str]:
        """The names of files and folders there, sorted."""
        with self._told():
            try:
                found = self._files.ls(self.address, detail=False)
            except FileNotFoundError:
                return []
            return sorted(str(each).rstrip("/").rpartition("/")[2] for each in found)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in a sentence why a store does not do what it is asked."""
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415 (an extra)

        try:
            yield
        except (OSError, BotoCoreError) as error:
            raise PlaceError(
                f"{self.address}: the store does not do it ({error}); see that the bucket is there, and that "
                "AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are those of your store"
            ) from error
