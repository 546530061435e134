"""The whole run as one generator: articles in, bilingual documents out; what Python users call.

    from translate.pipeline import ArticleDone, RunOptions, run

    for event in run(RunOptions(paths=(Path("seeds"),), output=Path("outputs"))):
        match event:
            case ArticleDone(document=document):
                print(document.name, len(document.translations))

Nothing is printed. A file that fails does not stop the others; its error is an event, and the caller decides.
Every article that is done is on disk and in the manifest even when the generator is closed half-way.
"""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from translate import __version__, enforce, glossary, segment
from translate.articles import find_skipped, read_articles
from translate.atomic import make_folder
from translate.checks import Settings, read_settings
from translate.document import Article, Document, Segment
from translate.engines import AUTO, ENGINES, check_options, choose_engine, load_engine
from translate.engines.interface import Identity
from translate.errors import BatchError, OutputError, SettingsError, TranslateError
from translate.events import (
    MEMORY_NAME,
    ArticleDone,
    Event,
    Failed,
    Finished,
    Progressed,
    RunOptions,
    Started,
    TakenIn,
    Warned,
)
from translate.matching import Matcher
from translate.memory import Draft, Memory, lock_folder, open_memory
from translate.models import Model, find_model
from translate.proofread import add_findings
from translate.report import Report
from translate.review import find_edits, take_in
from translate.segment.abbreviations import Abbreviations
from translate.signature import Signature
from translate.translator import Translator
from translate.writer import Writer, check_formats, open_writer

__all__ = [
    "ArticleDone",
    "Event",
    "Failed",
    "Finished",
    "Progressed",
    "RunOptions",
    "Started",
    "TakenIn",
    "Warned",
    "run",
]

WINDOW_SEGMENTS = 4096
"""Articles are gathered until they have this many segments; what a run holds in memory at once."""


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
    check_formats(options.formats)
    with ExitStack() as stack:
        make_folder(options.output)
        stack.enter_context(lock_folder(options.output))
        memory = stack.enter_context(open_memory(options.memory or options.output / MEMORY_NAME))
        name, model = _choose_model(options)
        for message in (
            *memory.notices,
            *([model.warning] if model.warning else ()),
            *_complain(terms),
        ):
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
            translator=translator,
            writer=open_writer(options.output, options.formats, memory, translator.align),
        )
        yield Started(signature=translator.signature)
        if skipped := find_skipped(options.paths):
            yield Warned(message=f"{len(skipped)} files of unknown formats left out: {_name_some(skipped)}")
        yield from _take_in_edits(memory, options.output)
        try:
            yield from job.run()
        finally:
            path = job.writer.save_manifest()
        for message in (*memory.warnings, *translator.warnings):
            yield Warned(message=message)
        job.report.findings["error"] += len(memory.warnings)  # a damaged memory must not pass unseen
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
        hint = f"mend what is named above, then run: translate review apply {output}"
        stop = OutputError(
            "reviewers' edits could not be taken in; nothing was written over", path=output, hint=hint
        )
        raise BatchError((*summary.errors, stop))
    yield TakenIn(summary=summary)


def _name_some(paths: Sequence[Path]) -> str:
    """Return the first few paths as a list for a person."""
    return ", ".join(map(str, paths[:5])) + (" ..." if len(paths) > 5 else "")


def _complain(terms: glossary.Glossary) -> Iterator[str]:
    """Yield what is odd about a term file without making it useless."""
    for complaint in terms.complaints:
        if complaint.severity == "warning":
            place = f"{terms.path}:{complaint.line}" if complaint.line else str(terms.path)
            yield f"{place}: {complaint.message}"


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
    translator: Translator
    writer: Writer
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
        """Draft a window's sentences; finish each article as soon as the last of its sentences is known."""
        segments = [segment for pending in window for segment in pending.segments]
        drafts: dict[str, Draft] = {}
        counts = Counter(segment.text for segment in segments)
        waiting = deque((pending, {segment.text for segment in pending.segments}) for pending in window)
        for batch in self.translator.draft(segments):
            drafts |= batch.drafts
            n_segments = sum(counts[text] for text in batch.drafts)
            self.done += n_segments
            self.report.remembered += n_segments if batch.remembered else 0
            yield Progressed(done=self.done, total=self.total)
            while waiting and not (open_texts := waiting[0][1] - drafts.keys()):
                yield from self._try_to_finish(waiting.popleft()[0], drafts)
            if waiting:
                waiting[0] = (waiting[0][0], open_texts)

    def _try_to_finish(self, pending: _Pending, drafts: dict[str, Draft]) -> Iterator[Event]:
        """Finish one article; what goes wrong concerns it alone."""
        try:
            yield self._finish(pending, drafts)
        except TranslateError as error:
            yield Failed(error=error)
        yield from self._tell_losses()

    def _tell_losses(self) -> Iterator[Warned]:
        """Yield what formats could not carry of the article just written."""
        for loss in self.writer.losses:
            yield Warned(message=loss)
        self.writer.losses.clear()

    def _finish(self, pending: _Pending, drafts: dict[str, Draft]) -> ArticleDone:
        """Join, check and write one article."""
        document = Document(
            name=pending.article.name,
            translations=self.translator.join(pending.segments, drafts),
            signature=str(self.translator.signature),
        )
        document = add_findings(document, self.settings, self.translator.matcher)
        files = self.writer.write(pending.article, document)
        self.report.add(document)
        return ArticleDone(document=document, files=files)
