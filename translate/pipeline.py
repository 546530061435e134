"""The whole run as one generator: articles in, bilingual documents out; what Python users call.

    from translate.pipeline import ArticleDone, RunOptions, run

    for event in run(RunOptions(paths=(Path("seeds"),), output=Path("outputs"))):
        match event:
            case ArticleDone(document=document):
                print(document.name, len(document.translations))

Nothing is printed. A file that fails does not stop the others; its error is an event, and the caller decides.
Every article that is done is on disk and in the manifest even when the generator is closed half-way.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from translate import __version__, enforce, glossary, segment
from translate.abbreviations import Abbreviations
from translate.articles import Columns, read_articles
from translate.atomic import make_folder, publish
from translate.checks import Settings, read_settings
from translate.document import Article, Document, Segment
from translate.engines import AUTO, ENGINES, check_options, choose_engine, load_engine
from translate.engines.interface import EngineOptions, Identity
from translate.errors import BatchError, OutputError, SettingsError, TranslateError
from translate.formats import get_format, write_document
from translate.manifest import (
    Manifest,
    ManifestArticle,
    WrittenFile,
    audit,
    read_manifest,
    sha256_of,
    write_manifest,
)
from translate.matching import Matcher
from translate.memory import Draft, FileRecord, Memory, lock_folder, open_memory
from translate.models import Model, find_model
from translate.proofread import add_findings
from translate.report import Report
from translate.review import Summary, find_edits, take_in
from translate.signature import Signature
from translate.translator import Translator

WINDOW_SEGMENTS = 4096
"""Articles are gathered until they have this many segments; what a run holds in memory at once."""
DEFAULT_FORMATS = ("tsv", "html")
MEMORY_NAME = "memory.sqlite"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What to translate, with what, and where to."""

    paths: tuple[Path, ...]
    """Articles and folders of articles."""
    output: Path
    glossary: Path | None = None
    """Term file; None translates without one."""
    formats: tuple[str, ...] = DEFAULT_FORMATS
    model: str = "auto"
    engine: str = "auto"
    engine_options: EngineOptions = field(default_factory=EngineOptions)
    fresh: bool = False
    """Translate again what is remembered as a draft."""
    memory: Path | None = None
    """None means `memory.sqlite` in the output folder."""
    checks: Path | None = None
    """Configuration of the checks; None means the defaults."""
    abbreviations: Path | None = None
    """The user's own abbreviations for cutting sentences."""
    columns: Columns | None = None
    """Names of the columns of JSONL and CSV files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something the user should know; the run goes on."""

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """One input could not be done; the others go on."""

    error: TranslateError


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The model is chosen."""

    signature: Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Progressed:
    """Segments whose target is known, of those read so far."""

    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDone:
    """An article's documents are on disk."""

    document: Document
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The last event of a run that was not interrupted."""

    report: Report
    manifest: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What reviewers changed in documents of earlier runs is remembered now."""

    summary: Summary


Event = Warned | TakenIn | Failed | Started | Progressed | ArticleDone | Finished


def run(options: RunOptions) -> Iterator[Event]:
    """Translate articles and write their documents; yield what happens, in order.

    Raises:
        GlossaryError, BatchError: The glossary has errors; nothing was done.
        SettingsError: An option or the configuration of the checks makes no sense; nothing was done.
        ModelError: The model that was asked for cannot be used.
        OutputError: The output folder cannot be written.
        TranslationMemoryError: The memory cannot be used.
    """
    terms = glossary.EMPTY if options.glossary is None else glossary.read_glossary(options.glossary)
    settings = read_settings(options.checks)
    abbreviations = segment.read_abbreviations(options.abbreviations) if options.abbreviations else None
    check_options(options.engine_options)
    for name in options.formats:
        get_format(name)
    with ExitStack() as stack:
        make_folder(options.output)
        stack.enter_context(lock_folder(options.output))
        memory = stack.enter_context(open_memory(options.memory or options.output / MEMORY_NAME))
        manifest = read_manifest(options.output)
        name, model = _choose_model(options)
        for message in (*memory.notices, *memory.warnings, *([model.warning] if model.warning else ())):
            yield Warned(message=message)
        translator = Translator(
            load_engine=lambda: load_engine(name, model, options.engine_options),
            matcher=Matcher(terms),
            memory=memory,
            signature=_sign(options, terms, name, model),
            fresh=options.fresh,
        )
        job = _Job(
            options=options,
            settings=settings,
            abbreviations=abbreviations,
            manifest=manifest,
            translator=translator,
        )
        yield Started(signature=translator.signature)
        yield from _take_in_edits(memory, options.output)
        try:
            yield from job.run()
        finally:
            path = write_manifest(options.output, job.manifest)
        yield Finished(report=job.report, manifest=path)


def _take_in_edits(memory: Memory, output: Path) -> Iterator[Event]:
    """Take in what reviewers changed in the documents of earlier runs, before any of them is written again.

    Raises:
        BatchError: Something they wrote could not be taken in; nothing is written over.
    """
    if not find_edits(memory, [output]):
        return
    summary = take_in(memory, [output])
    if summary.errors:
        raise BatchError(summary.errors)
    yield TakenIn(summary=summary)


def _choose_model(options: RunOptions) -> tuple[str, Model]:
    """Return the engine's name, never `auto`, and the model it is to load."""
    name = choose_engine(options.engine_options) if options.engine == AUTO else options.engine
    if name not in ENGINES:
        raise SettingsError(f"there is no engine {name!r}", hint="choose one of " + ", ".join((AUTO, *ENGINES)))
    if name == "echo":
        return name, Model(folder=Path(), name="none", revision="none")
    return name, find_model(options.model)


def _sign(options: RunOptions, terms: glossary.Glossary, engine: str, model: Model) -> Signature:
    """Return the signature of a run; the engine need not be loaded for it."""
    return Signature(
        identity=Identity(engine=engine, model=model.name, revision=model.revision),
        beam_size=options.engine_options.beam_size,
        segment_version=segment.VERSION,
        enforce_version=enforce.VERSION,
        glossary=terms.checksum if terms.terms else "none",
        version=__version__,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pending:
    """An article that waits for its drafts."""

    article: Article
    segments: tuple[Segment, ...]


@dataclass(slots=True, kw_only=True)
class _Job:
    """A run under way: what it works with and what it has done so far."""

    options: RunOptions
    settings: Settings
    abbreviations: Abbreviations | None
    manifest: Manifest
    translator: Translator
    report: Report = field(default_factory=Report)
    done: int = 0
    total: int = 0

    def run(self) -> Iterator[Event]:
        """Read, translate and write window by window."""
        window: list[_Pending] = []
        for item in read_articles(self.options.paths, columns=self.options.columns):
            if isinstance(item, TranslateError):
                yield Failed(error=item)
                continue
            for message in item.warnings:
                yield Warned(message=f"{item.path}: {message}")
            segments = segment.segment(item, self.abbreviations)
            window.append(_Pending(article=item, segments=segments))
            self.total += len(segments)
            if sum(len(pending.segments) for pending in window) >= WINDOW_SEGMENTS:
                yield from self._translate(window)
                window = []
        if window:
            yield from self._translate(window)

    def _translate(self, window: Sequence[_Pending]) -> Iterator[Event]:
        """Draft a window's sentences, then finish its articles."""
        segments = [segment for pending in window for segment in pending.segments]
        drafts: dict[str, Draft] = {}
        counts = _count_texts(segments)
        for batch in self.translator.draft(segments):
            drafts |= batch.drafts
            n_segments = sum(counts[text] for text in batch.drafts)
            self.done += n_segments
            self.report.remembered += n_segments if batch.remembered else 0
            yield Progressed(done=self.done, total=self.total)
        for pending in window:
            try:
                yield self._finish(pending, drafts)
            except TranslateError as error:
                yield Failed(error=error)
        write_manifest(self.options.output, self.manifest)

    def _finish(self, pending: _Pending, drafts: dict[str, Draft]) -> ArticleDone:
        """Join, check and write one article."""
        self._refuse_stranger(pending.article)
        document = Document(
            name=pending.article.name,
            translations=self.translator.join(pending.segments, drafts),
            signature=str(self.translator.signature),
        )
        document = add_findings(document, self.settings, self.translator.matcher)
        written = self._write(document)
        self.report.add(document)
        self.manifest = self.manifest.with_article(self._entry(pending, document, written))
        return ArticleDone(document=document, files=tuple(self.options.output / file.name for file in written))

    def _write(self, document: Document) -> tuple[WrittenFile, ...]:
        """Write a document in every format; the files take their names when all of them are whole.

        The memory knows their checksums before that, so that a run that is killed in between does not take its
        own files for edited ones.
        """
        output = self.options.output
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=output) as folder:
            files = []
            for name in self.options.formats:
                path = Path(folder) / (document.name + get_format(name).suffix)
                write_document(document, path, name)
                files.append(WrittenFile(name=path.name, format=name, sha256=sha256_of(path)))
            records = [
                FileRecord(path=output / file.name, format=file.format, sha256=file.sha256) for file in files
            ]
            self.translator.memory.store_written(document, records)
            for file in files:
                publish(Path(folder) / file.name, output / file.name)
        return tuple(files)

    def _refuse_stranger(self, article: Article) -> None:
        """Refuse to write over the documents of another article of the same name."""
        known = self.manifest.article(article.name)
        if known is not None and known.source != self._source(article):
            raise OutputError(
                f"already holds {article.name!r}, translated from {known.source}",
                path=self.options.output,
                hint=f"choose another --output for {article.path}, or rename it",
            )

    def _source(self, article: Article) -> str:
        """Return the article's path as seen from the output folder, so that no absolute path is written."""
        try:
            relative = os.path.relpath(article.path.resolve(), self.options.output.resolve())
        except ValueError:  # another drive on Windows
            return article.path.name
        return Path(relative).as_posix()

    def _entry(self, pending: _Pending, document: Document, files: tuple[WrittenFile, ...]) -> ManifestArticle:
        article = pending.article
        return ManifestArticle(
            name=article.name,
            source=self._source(article),
            format=article.format,
            checksum=article.checksum,
            signature=document.signature,
            segments=len(pending.segments),
            words=sum(len(segment.text.split()) for segment in pending.segments),
            metadata=article.metadata,
            files=files,
            terms=audit(document),
        )


def _count_texts(segments: Iterable[Segment]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for segment_ in segments:
        counts[segment_.text] = counts.get(segment_.text, 0) + 1
    return counts
