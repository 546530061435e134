"""A finished document -> its files in the output folder, and the entry of its article in the manifest."""

import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from translate.articles import Alignments, rebuild
from translate.atomic import publish, write_bytes
from translate.document import Article, Document, Translation
from translate.errors import OutputError, SettingsError
from translate.formats import FORMATS, get_format, write_document
from translate.manifest import (
    Manifest,
    ManifestArticle,
    WrittenFile,
    audit,
    read_manifest,
    sha256_of,
    write_manifest,
)
from translate.memory import FileRecord, Memory
from translate.review.files import keep_copy, refuse_edited

ARTICLE = "article"
"""Format that is no bilingual document: a copy of the article, in its own format, in the target language."""


def check_formats(names: Sequence[str]) -> None:
    """Refuse formats that do not exist.

    Raises:
        SettingsError: Names the formats there are.
    """
    known = (*FORMATS, ARTICLE)
    wrong = [name for name in names if name not in known]
    if wrong or not names:
        message = f"there is no format {wrong[0]!r}" if wrong else "no format was asked for"
        raise SettingsError(message, hint=f"use one or more of: {', '.join(known)}")


@dataclass(slots=True, kw_only=True)
class Writer:
    """An output folder and what is known of it."""

    folder: Path
    formats: tuple[str, ...]
    memory: Memory
    align: Callable[[Iterable[Translation]], Alignments]
    """Word links by segment; asked for only where a copy of an article has markup to place."""
    entries: dict[str, ManifestArticle]
    """What earlier runs and this one wrote, by the article's name."""
    signature: str = ""
    """Signature of the last article written."""
    losses: list[str] = field(default_factory=list)
    """What a format could not carry, told once a run: a line for each segment."""

    def write(self, article: Article, document: Document) -> tuple[Path, ...]:
        """Write a document in every format; return the files.

        The files take their names when all of them are whole. The memory knows their checksums before that, so
        that a run that is killed in between does not take its own files for edited ones.

        Raises:
            OutputError: A file cannot be written, or the folder holds another article of this name.
            ArticleError: The article has changed since it was read.
        """
        self._refuse_stranger(article)
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=self.folder) as temporary:
            files = [
                self._write_file(article, document, name, Path(temporary))
                for name in self._formats(document.name)
            ]
            records = [
                FileRecord(path=self.folder / file.name, format=file.format, sha256=file.sha256)
                for file in files
                if file.format != ARTICLE
            ]
            for record in records:
                refuse_edited(self.memory, record.path)
            self.memory.store_written(document, records)
            for file in files:
                publish(Path(temporary) / file.name, self.folder / file.name)
            self.memory.confirm_written(records)
        self.entries[article.name] = self._entry(article, document, tuple(files))
        self.signature = document.signature
        return tuple(self.folder / file.name for file in files)

    def _formats(self, name: str) -> tuple[str, ...]:
        """Return the formats to write: those asked for, and those of earlier runs, which must not go stale."""
        known = self.entries.get(name)
        earlier = (file for file in known.files if (self.folder / file.name).exists()) if known else ()
        return tuple(dict.fromkeys((*self.formats, *(file.format for file in earlier))))

    def save_manifest(self) -> Path:
        """Write the manifest; return its path."""
        articles = tuple(self.entries[name] for name in sorted(self.entries))
        return write_manifest(self.folder, Manifest(signature=self.signature, articles=articles))

    def _write_file(self, article: Article, document: Document, name: str, folder: Path) -> WrittenFile:
        """Write one format into a folder."""
        if name == ARTICLE:
            path = folder / f"{document.name}.{document.target_language}{article.path.suffix.lower()}"
            self._keep_edited(path.name)
            write_bytes(path, rebuild(article, document.translations, self._align(article, document)))
        else:
            path = folder / (document.name + get_format(name).suffix)
            for loss in write_document(document, path, name):
                self.losses.append(f"{name}: {loss.id}: {loss.field}: {loss.message}")
        return WrittenFile(name=path.name, format=name, sha256=sha256_of(path))

    def _align(self, article: Article, document: Document) -> Alignments:
        """Return word links for the segments that need them: those that lie in a block with markup."""
        marked = [block.span for block in article.blocks if block.markup]
        return self.align(
            translation
            for translation in document.translations
            if translation.segment.span is not None
            and any(span.start <= translation.segment.span.start < span.stop for span in marked)
        )

    def _keep_edited(self, name: str) -> None:
        """Keep a copy that somebody edited: unlike a bilingual document it cannot be taken in."""
        path = self.folder / name
        known = {file.sha256 for entry in self.entries.values() for file in entry.files if file.name == name}
        if path.exists() and sha256_of(path) not in known:
            keep_copy(path)

    def _refuse_stranger(self, article: Article) -> None:
        """Refuse to write over the documents of another article of the same name."""
        known = self.entries.get(article.name)
        if known is not None and known.source != self._source(article):
            raise OutputError(
                f"already holds {article.name!r}, translated from {known.source}",
                path=self.folder,
                hint=f"choose another --output for {article.path}, or rename it",
            )

    def _source(self, article: Article) -> str:
        """Return the article's path as seen from the output folder, so that no absolute path is written."""
        try:
            relative = os.path.relpath(article.path.resolve(), self.folder.resolve())
        except ValueError:  # another drive on Windows
            return article.path.name
        return Path(relative).as_posix()

    def _entry(self, article: Article, document: Document, files: tuple[WrittenFile, ...]) -> ManifestArticle:
        return ManifestArticle(
            name=article.name,
            source=self._source(article),
            format=article.format,
            checksum=article.checksum,
            signature=document.signature,
            segments=len(document.translations),
            words=sum(len(translation.segment.text.split()) for translation in document.translations),
            metadata=article.metadata,
            files=files,
            terms=audit(document),
        )


def open_writer(
    folder: Path, formats: tuple[str, ...], memory: Memory, align: Callable[[Iterable[Translation]], Alignments]
) -> Writer:
    """Return a writer that knows what earlier runs left in the folder.

    Raises:
        DocumentError: The manifest is damaged.
    """
    manifest = read_manifest(folder)
    entries = {entry.name: entry for entry in manifest.articles}
    return Writer(
        folder=folder, formats=formats, memory=memory, align=align, entries=entries, signature=manifest.signature
    )
