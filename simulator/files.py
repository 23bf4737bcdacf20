"""The files of one bot: what phones and the bot sent, by file id and by path."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from pathlib import PurePosixPath

from simulator.pictures import Size, photo_sizes
from simulator.telegram.arguments import Upload
from simulator.wire import JSON

FOLDERS = {"photo": "photos", "document": "documents", "video": "videos", "voice": "voice", "sticker": "stickers"}


@dataclass(frozen=True)
class StoredFile:
    """One file; `described` is what messages say of the whole attachment it belongs to."""

    file_id: str
    kind: str
    path: str
    content: bytes
    mime: str
    described: JSON | list[JSON]


class Files:
    """Keeps bytes in memory until the desk is cleared."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._count = 0

    def by_id(self, file_id: str) -> StoredFile | None:
        """The file with that id."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        """The file that getFile gave that path."""
        return self._by_path.get(path)

    def clear(self) -> None:
        """Forget all files."""
        self._by_id.clear()
        self._by_path.clear()

    async def photo(self, upload: Upload) -> list[JSON]:
        """Keep a photo; returns its PhotoSize list. Raises NotAPicture or WrongDimensions."""
        sizes = await asyncio.to_thread(photo_sizes, upload.content)
        described: list[JSON] = []
        for size in sizes:
            described.append(self._size(size, described))
        return described

    def document(self, upload: Upload) -> JSON:
        """Keep bytes untouched; returns the Document object."""
        return self._keep(
            "document", upload, {"file_name": upload.name, "mime_type": upload.mime or "application/octet-stream"}
        )

    def other(self, kind: str, upload: Upload) -> JSON:
        """Keep a video, a voice message or a sticker; returns its object."""
        facts: dict[str, JSON] = {
            "video": {"width": 640, "height": 360, "duration": 3, "mime_type": "video/mp4", "file_name": upload.name},
            "voice": {"duration": 2, "mime_type": "audio/ogg"},
            "sticker": {
                "type": "regular",
                "width": 512,
                "height": 512,
                "is_animated": False,
                "is_video": False,
                "emoji": "👍",
            },
        }
        return self._keep(kind, upload, facts[kind])

    def _size(self, size: Size, family: list[JSON]) -> JSON:
        described = self._named("photo", size.content)
        described |= {"width": size.width, "height": size.height}
        self._store("photo", described, Upload("photo.jpg", "image/jpeg", size.content), family)
        return described

    def _keep(self, kind: str, upload: Upload, facts: JSON) -> JSON:
        described = {**facts, **self._named(kind, upload.content)}
        self._store(kind, described, upload, described)
        return described

    def _named(self, kind: str, content: bytes) -> JSON:
        return {
            "file_id": f"{kind[:2].upper()}AC{secrets.token_urlsafe(45)}",
            "file_unique_id": f"AQAD{secrets.token_urlsafe(9)}",
            "file_size": len(content),
        }

    def _store(self, kind: str, described: JSON, upload: Upload, whole: JSON | list[JSON]) -> None:
        self._count += 1
        suffix = PurePosixPath(upload.name).suffix or ".bin"
        path = f"{FOLDERS[kind]}/file_{self._count}{suffix}"
        stored = StoredFile(described["file_id"], kind, path, upload.content, upload.mime, whole)
        self._by_id[stored.file_id] = self._by_path[path] = stored
