"""The file itself: made, migrated, refused, set aside, full, locked, shared."""

import errno
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from translate.errors import OutputError, TranslationMemoryError
from translate.memory import Draft, DraftKey, Memory, Origin, Place, Review, open_memory
from translate.memory.migrations import APPLICATION_ID, VERSION, migrate
from translate.memory.store import Store, free_name

SIGNATURE = "model:built-in|revision:1"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave flushing to the operating system: no test cuts the power."""
    monkeypatch.setattr("translate.memory.store.SYNCHRONOUS", "OFF")


def drafts(start: int, stop: int, size: int = 40) -> list[Draft]:
    return [
        Draft(
            key=DraftKey(source=f"Zin {number} {'x' * size}"),
            draft=f"Sentence {number}",
            draft_score=None,
            target=f"Sentence {number}",
            score=None,
        )
        for number in range(start, stop)
    ]


def reviews(start: int, stop: int) -> list[Review]:
    return [
        Review(
            place=Place(segment=f"a:{number}.1", source=f"Bron {number} {'y' * 60}"),
            target=f"Target {number}",
            origin=Origin(who="Ann"),
        )
        for number in range(start, stop)
    ]


def fill(path: Path, count: int) -> bytes:
    """Return the bytes of a memory with as many drafts and reviews."""
    with open_memory(path) as memory:
        memory.store_drafts(SIGNATURE, drafts(0, count))
        memory.store_reviews(reviews(0, count))
    return path.read_bytes()


def count(path: Path) -> tuple[int, int]:
    with open_memory(path) as memory:
        return memory.stats().drafts, memory.stats().reviewed


class TestOpening:
    def test_a_new_file_in_a_new_folder(self, tmp_path: Path) -> None:
        path = tmp_path / "new" / "folder" / "memory.sqlite"
        with open_memory(path) as memory:
            assert memory.path == path
            assert (memory.warnings, memory.notices) == ((), ())
            assert memory.stats().version == VERSION
        connection = sqlite3.connect(path)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        tables = connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict")
        assert {name for (name,) in tables} == {"sqlite_schema"}
        connection.close()

    def test_an_empty_file_becomes_a_memory(self, tmp_path: Path) -> None:
        path = tmp_path / "memory.sqlite"
        path.touch()
        assert count(path) == (0, 0)

    def test_what_was_stored_is_there_the_next_time(self, tmp_path: Path) -> None:
        fill(tmp_path / "memory.sqlite", 3)
        assert count(tmp_path / "memory.sqlite") == (3, 3)

    def test_a_folder_in_its_place(self, tmp_path: Path) -> None:
        (tmp_path / "memory.sqlite").mkdir()
        with (
            pytest.raises(OutputError, match="cannot be opened") as caught,
            open_memory(tmp_path / "memory.sqlite"),
        ):
            pass
        assert "folder stands" in caught.value.hint

    def test_another_programs_database_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "memory.sqlite"
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE photo (name TEXT)")
        connection.commit()
        connection.close()
        before = path.read_bytes()
        with pytest.raises(TranslationMemoryError, match="another program") as caught, open_memory(path):
            pass
        assert caught.value.hint
        assert path.read_bytes() == before
        assert [file.name for file in tmp_path.iterdir()] == ["memory.sqlite"]

    def test_a_newer_memory_is_refused_and_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "memory.sqlite"
        fill(path, 1)
        connection = sqlite3.connect(path)
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        connection.close()
        before = path.read_bytes()
        with pytest.raises(TranslationMemoryError, match=f"layout {VERSION + 1}") as caught, open_memory(path):
            pass
        assert "update" in caught.value.hint
        assert path.read_bytes() == before


class TestMigration:
    def old(self, path: Path, version: int) -> None:
        connection = sqlite3.connect(path, isolation_level=None)
        migrate(connection, to=version)
        connection.execute("INSERT INTO signature (text) VALUES ('old')")
        connection.execute("INSERT INTO draft (signature, source, terms, target) VALUES (1, 'Ja.', '', 'Yes.')")
        connection.close()

    def test_an_older_memory_is_migrated_and_a_backup_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "memory.sqlite"
        self.old(path, 1)
        with open_memory(path) as memory:
            (found,) = memory.recall_drafts("old", [DraftKey(source="Ja.")])
            assert found is not None
            assert found.target == "Yes."
            assert memory.stats().version == VERSION
            assert memory.recall_document("a") is None
            assert memory.warnings == ()
            assert "memory.sqlite.version-1" in memory.notices[0]
        backup = sqlite3.connect(tmp_path / "memory.sqlite.version-1")
        assert backup.execute("PRAGMA user_version").fetchone() == (1,)
        assert backup.execute("SELECT target FROM draft").fetchall() == [("Yes.",)]
        backup.close()
        with open_memory(path) as memory:
            assert memory.notices == ()

    def test_a_migration_that_fails_leaves_the_file_as_it_was(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "memory.sqlite"
        self.old(path, 1)

        def broken(connection: sqlite3.Connection, strict: str) -> None:
            connection.execute("CREATE TABLE half (x)")
            raise KeyboardInterrupt

        from translate.memory import migrations

        monkeypatch.setattr(migrations, "MIGRATIONS", (migrations.MIGRATIONS[0], broken))
        with pytest.raises(KeyboardInterrupt):
            Store(path)
        connection = sqlite3.connect(path)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
        connection.close()

    def test_an_older_sqlite_says_what_it_needs(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "memory.sqlite"
        fill(path, 1)
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'STRICT', 'STRICTER') WHERE name = 'draft'"
        )
        connection.commit()
        connection.close()
        monkeypatch.setattr("translate.memory.store.STRICT_SINCE", (99, 0))
        with pytest.raises(TranslationMemoryError, match=r"needs SQLite 99\.0 or newer"), open_memory(path):
            pass
        assert [file.name for file in tmp_path.glob("*damaged*")] == []


class TestDamage:
    def test_no_database_at_all(self, tmp_path: Path) -> None:
        path = tmp_path / "memory.sqlite"
        path.write_bytes(b"this was a memory once" * 100)
        with open_memory(path) as memory:
            (warning,) = memory.warnings
            assert "damaged" in warning
            memory.store_drafts(SIGNATURE, drafts(0, 1))
        (aside,) = tmp_path.glob("memory.sqlite.damaged-*")
        assert aside.name in warning
        assert aside.read_bytes() == b"this was a memory once" * 100
        assert count(path) == (1, 0)

    def test_somebodys_text_file_is_never_set_aside(self, tmp_path: Path) -> None:
        path = tmp_path / "article.txt"
        path.write_text("De Krim is een schiereiland. " * 40)
        with pytest.raises(TranslationMemoryError, match="not a translation memory"), open_memory(path):
            pass
        assert [file.name for file in tmp_path.iterdir()] == ["article.txt"]

    @pytest.mark.parametrize("keep", [0.01, 0.3, 0.9])
    def test_a_file_that_was_cut_short(self, tmp_path: Path, keep: float) -> None:
        path = tmp_path / "memory.sqlite"
        data = fill(path, 500)
        path.write_bytes(data[: int(len(data) * keep)])
        with open_memory(path) as memory:
            assert len(memory.warnings) == 1
            memory.store_drafts(SIGNATURE, drafts(0, 500))
            assert memory.stats().drafts == 500

    def test_damage_in_the_middle_is_found_in_use_and_the_rest_is_carried_over(self, tmp_path: Path) -> None:
        path = tmp_path / "memory.sqlite"
        data = bytearray(fill(path, 2000))
        for page in range(12, len(data) // 4096, 16):
            data[page * 4096 : page * 4096 + 600] = b"\xff" * 600
        path.write_bytes(data)
        with open_memory(path) as memory:
            keys = [draft.key for draft in drafts(0, 2000)]
            found = memory.recall_drafts(SIGNATURE, keys)
            known = memory.reviews()
            assert len(memory.warnings) == 1
            assert 50 < sum(draft is not None for draft in found) < 2000
            assert 50 < len(known) < 2000
            assert all(review.target == f"Target {review.place.source.split()[1]}" for review in known)
            assert {review.origin.who for review in known} == {"Ann"}
            memory.store_drafts(SIGNATURE, drafts(0, 2000))
        assert count(path)[0] == 2000
        assert len([*tmp_path.glob("*damaged*")]) == 1

    def test_text_that_is_not_text(self, tmp_path: Path) -> None:
        path = tmp_path / "memory.sqlite"
        data = fill(path, 50)
        path.write_bytes(data.replace(b"Target 7", b"Target \xff"))
        with open_memory(path) as memory:
            targets = {review.target for review in memory.reviews()}
            assert len(memory.warnings) == 1
        assert "Target 6" in targets
        assert "Target 49" in targets
        assert not any("\ufffd" in target for target in targets)

    def test_two_files_set_aside_in_one_second_have_two_names(self, tmp_path: Path) -> None:
        path = tmp_path / "memory.sqlite"
        assert free_name(path, "x").name == "memory.sqlite.x"
        (tmp_path / "memory.sqlite.x").touch()
        (tmp_path / "memory.sqlite.x-2").touch()
        assert free_name(path, "x").name == "memory.sqlite.x-3"

    def test_a_file_that_cannot_be_set_aside(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "memory.sqlite"
        path.write_bytes(b"x" * 4096)

        def refuse(*_: object) -> None:
            raise OSError(errno.EACCES, "no")

        monkeypatch.setattr(Path, "rename", refuse)
        with pytest.raises(OutputError, match="Permission denied"), open_memory(path):
            pass
        assert path.read_bytes() == b"x" * 4096


class TestFullDisk:
    def limited(self, path: Path, pages: int) -> Memory:
        store = Store(path)
        store.read(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages}").fetchall())
        return Memory(store)

    def test_a_batch_that_does_not_fit_is_not_there_and_the_others_are(self, tmp_path: Path) -> None:
        path = tmp_path / "memory.sqlite"
        memory = self.limited(path, 60)
        with pytest.raises(OutputError, match="No space left") as caught:
            for start in range(0, 10_000, 100):
                memory.store_drafts(SIGNATURE, drafts(start, start + 100))
                stored = start + 100
        assert "free some space" in caught.value.hint
        assert stored >= 100
        assert memory.stats().drafts == stored
        memory.close()
        with open_memory(path) as again:
            assert again.stats().drafts == stored
            assert again.warnings == ()
            again.store_drafts(SIGNATURE, drafts(stored, stored + 500))
            assert again.stats().drafts == stored + 500

    def test_reviews_are_whole_or_not_there(self, tmp_path: Path) -> None:
        memory = self.limited(tmp_path / "memory.sqlite", 60)
        memory.store_reviews(reviews(0, 50))
        with pytest.raises(OutputError, match="No space left"):
            memory.store_reviews(reviews(50, 5000))
        assert memory.stats().reviewed == 50
        memory.close()


class TestRefusals:
    @pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anything")
    def test_a_folder_that_cannot_be_written(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o500)
        try:
            with pytest.raises(OutputError, match="opened"), open_memory(tmp_path / "memory.sqlite"):
                pass
        finally:
            tmp_path.chmod(0o700)

    @pytest.mark.parametrize(
        ("code", "kind", "message"),
        [
            (sqlite3.SQLITE_READONLY, OutputError, "Permission denied"),
            (sqlite3.SQLITE_IOERR, OutputError, "disk reports an error"),
            (sqlite3.SQLITE_LOCKED, TranslationMemoryError, "locked"),
        ],
    )
    def test_what_sqlite_reports_becomes_an_error_with_a_hint(
        self, tmp_path: Path, code: int, kind: type[OutputError], message: str
    ) -> None:
        store = Store(tmp_path / "memory.sqlite")

        def work(_: sqlite3.Connection) -> None:
            error = sqlite3.OperationalError("reported")
            error.sqlite_errorcode = code
            raise error

        with pytest.raises(kind, match=message) as caught:
            store.write(work)
        assert caught.value.hint
        assert caught.value.path == tmp_path / "memory.sqlite"
        store.close()

    def test_a_mistake_of_ours_keeps_its_traceback_and_changes_nothing(self, tmp_path: Path) -> None:
        store = Store(tmp_path / "memory.sqlite")

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT INTO signature (text) VALUES ('x')")
            connection.execute("SELECT nonsense")

        with pytest.raises(sqlite3.OperationalError, match="nonsense"):
            store.write(work)
        assert store.read(lambda connection: connection.execute("SELECT count(*) FROM signature").fetchone()) == (
            0,
        )
        store.close()


class TestTwoAtOnce:
    def test_a_writer_waits_for_the_other(self, tmp_path: Path) -> None:
        path = tmp_path / "memory.sqlite"
        one, two = Memory(Store(path)), Memory(Store(path))
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.2, other.rollback)
        timer.start()
        one.store_drafts(SIGNATURE, drafts(0, 10))
        two.store_drafts(SIGNATURE, drafts(10, 20))
        timer.join()
        assert one.stats().drafts == 20
        for closing in (one, two, other):
            closing.close()

    def test_who_waits_too_long_is_told(self, tmp_path: Path) -> None:
        path = tmp_path / "memory.sqlite"
        memory = Memory(Store(path, busy_s=0.05))
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TranslationMemoryError, match="locked") as caught:
            memory.store_drafts(SIGNATURE, drafts(0, 1))
        assert "wait" in caught.value.hint
        assert memory.stats().drafts == 0
        other.close()
        memory.close()

    def test_many_processes_open_a_new_file_and_write_at_once(self, tmp_path: Path) -> None:
        path = tmp_path / "memory.sqlite"
        script = (
            "import sys\nfrom pathlib import Path\nfrom translate.memory import *\n"
            "first = int(sys.argv[2])\n"
            "with open_memory(Path(sys.argv[1])) as memory:\n"
            "    for number in range(first, first + 20):\n"
            "        key = DraftKey(source=f'Zin {number}')\n"
            "        draft = Draft(key=key, draft='x', draft_score=None, target='x', score=None)\n"
            "        memory.store_drafts('s', [draft])\n"
        )
        running = [
            subprocess.Popen([sys.executable, "-c", script, str(path), str(number * 10)], stderr=subprocess.PIPE)
            for number in range(4)
        ]
        assert [process.communicate()[1].decode() for process in running] == [""] * 4
        assert count(path) == (50, 0)
