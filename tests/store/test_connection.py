"""Opening, migrating, copying and closing a store, in both kinds."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from referral_assistant import vault
from referral_assistant.model import Kind
from referral_assistant.problems import Problem
from referral_assistant.store import connection, place
from referral_assistant.store.connection import Connection, clear_training, is_new, open_live, open_training
from referral_assistant.store.schema import CASE_FILE, Steps
from referral_assistant.vault import Key
from tests.store.stores import KEY, ROOT, answer, every_byte, live, new_case, opened, training

BOTH = pytest.mark.parametrize("kind", list(Kind))
SENTINEL = "SENTINEL lamplighter quince"


def open_kind(kind: Kind, folder: Path, steps: Steps = CASE_FILE) -> Connection:
    return open_live(folder, Key(KEY), steps) if kind is Kind.LIVE else open_training(folder, steps)


def grown(steps: int, breaks: bool = False) -> Steps:
    """The case file as releases to come may have it: further steps after ours."""
    breaking = ("CREATE TABLE cases (id TEXT) STRICT",) if breaks else ()
    later = {f"later_{n}": (f"CREATE TABLE later_{n} (id INTEGER PRIMARY KEY) STRICT", *breaking) for n in range(steps)}
    return {**CASE_FILE, **later}


# --- what an open store is -------------------------------------------------------------------------------------------


@BOTH
def test_settings_that_keep_what_was_saved(kind: Kind, tmp_path: Path) -> None:
    store = open_kind(kind, tmp_path)
    with store.reading() as db:
        found = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
        foreign_keys = db.execute("PRAGMA foreign_keys").fetchone()[0]
        tables = db.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
    store.close()
    assert found == {"journal_mode": "wal", "synchronous": 2}
    assert foreign_keys == 1
    assert {"cases", "entries", "documents", "drafts", "settings", "deleted"} <= {name for name, _ in tables}
    assert all(strict for name, strict in tables if not name.startswith(("sqlite_", "_sqlite_migrations")))


@BOTH
@pytest.mark.skipif(os.name != "posix", reason="Windows keeps the rights of the profile folder")
def test_nobody_else_may_read_the_folder_or_any_file(kind: Kind, tmp_path: Path) -> None:
    folder = tmp_path / "open to all"
    folder.mkdir(mode=0o755)
    store = open_kind(kind, folder)
    store.copy()
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.rglob("*")}
    store.close()
    assert folder.stat().st_mode & 0o777 == modes.pop("copies") == 0o700
    assert set(modes.values()) == {0o600}
    assert len(modes) >= 4


def test_a_live_file_is_noise_and_a_training_file_is_plain_sqlite(tmp_path: Path) -> None:
    live(tmp_path / "live").close()
    training(tmp_path / "training").close()
    assert b"SQLite" not in (tmp_path / "live" / "cases.db").read_bytes()
    with sqlite3.connect(tmp_path / "training" / "training.db") as plain:
        assert plain.execute("SELECT count(*) FROM cases").fetchone() == (0,)
    plain.close()


def test_closing_wipes_the_key(tmp_path: Path) -> None:
    key = Key(KEY)
    open_live(tmp_path, key).close()
    assert key.wiped


def test_a_key_that_opened_nothing_is_still_the_callers(tmp_path: Path) -> None:
    store = live(tmp_path)
    key = Key(KEY)
    with pytest.raises(Problem, match="already open"):
        open_live(tmp_path, key)
    assert not key.wiped
    store.close()


def test_a_failing_transaction_leaves_nothing(tmp_path: Path) -> None:
    store = open_training(tmp_path)
    with suppress(ZeroDivisionError), store.atomic() as db:
        db.execute("INSERT INTO settings VALUES ('a', '1')")
        _ = 1 / 0
    with store.reading() as db:
        assert db.execute("SELECT count(*) FROM settings").fetchone() == (0,)
    store.close()


def test_errors_no_user_can_cause_stay_errors(tmp_path: Path) -> None:
    store = open_training(tmp_path)
    with pytest.raises(connection.dbapi2.OperationalError), store.reading() as db:
        db.execute("SELECT nothing FROM nowhere")
    store.close()


# --- who else has it open --------------------------------------------------------------------------------------------


@BOTH
def test_a_second_copy_of_the_program_is_told(kind: Kind, tmp_path: Path) -> None:
    store = opened(kind, tmp_path)
    with pytest.raises(Problem, match="already open in another copy") as caught:
        opened(kind, tmp_path)
    assert f"process {os.getpid()}" in caught.value.advice
    store.close()
    opened(kind, tmp_path).close()


def test_the_lock_of_a_crashed_copy_is_no_obstacle(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.store.stores import live\n"
        "store = live(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdout.readline().strip() == b"open"
        with pytest.raises(Problem, match="already open in another copy") as caught:
            live(tmp_path)
        assert f"process {other.pid}" in caught.value.advice
        other.kill()
        other.wait()
    live(tmp_path).close()


# --- growing ---------------------------------------------------------------------------------------------------------


@BOTH
def test_a_copy_is_kept_before_each_migration_and_only_the_last_three(kind: Kind, tmp_path: Path) -> None:
    store = opened(kind, tmp_path)
    case_id = new_case(store).id
    store.add_answer(case_id, answer(words="before all growing"))
    store.close()
    assert not (tmp_path / "copies").exists(), "a new file has nothing to copy"
    for steps in range(1, 6):
        open_kind(kind, tmp_path, grown(steps)).close()
    copies = sorted(path.name for path in (tmp_path / "copies").iterdir())
    stem = Path(connection.FILES[kind]).stem
    assert copies == [f"{stem}-{number:06}.db" for number in (3, 4, 5)]


@BOTH
def test_a_copy_opens_as_the_file_did(kind: Kind, tmp_path: Path) -> None:
    store = opened(kind, tmp_path)
    case_id = new_case(store).id
    store.add_answer(case_id, answer(words="as it was"))
    before = store.case(case_id)
    store.close()
    open_kind(kind, tmp_path, grown(1)).close()
    (copy,) = (tmp_path / "copies").iterdir()
    copy.replace(tmp_path / connection.FILES[kind])
    store = opened(kind, tmp_path)
    assert store.case(case_id) == before
    store.close()


@BOTH
def test_a_migration_that_fails_changes_nothing(kind: Kind, tmp_path: Path) -> None:
    store = opened(kind, tmp_path)
    case = new_case(store)
    store.close()
    with pytest.raises(connection.dbapi2.OperationalError):
        open_kind(kind, tmp_path, grown(2, breaks=True))
    store = opened(kind, tmp_path)
    assert store.case(case.id) == case
    store.close()


@BOTH
def test_without_a_copy_there_is_no_migration(kind: Kind, tmp_path: Path) -> None:
    opened(kind, tmp_path).close()
    (tmp_path / "copies").write_text("a file where the folder should be")
    with pytest.raises(Problem, match="cannot be made or used"):
        open_kind(kind, tmp_path, grown(1))
    (tmp_path / "copies").unlink()
    opened(kind, tmp_path).close()


@BOTH
def test_a_newer_file_is_refused_and_not_touched(kind: Kind, tmp_path: Path) -> None:
    opened(kind, tmp_path).close()
    open_kind(kind, tmp_path, grown(1)).close()
    before = (tmp_path / connection.FILES[kind]).read_bytes()
    with pytest.raises(Problem, match="newer release of this program, and have not been touched") as caught:
        opened(kind, tmp_path)
    assert "Install the newer release" in caught.value.advice
    assert (tmp_path / connection.FILES[kind]).read_bytes() == before


@BOTH
def test_a_newer_format_is_refused(kind: Kind, tmp_path: Path) -> None:
    store = open_kind(kind, tmp_path)
    store.db.execute("PRAGMA user_version = 2")
    store.close()
    with pytest.raises(Problem, match="newer release"):
        opened(kind, tmp_path)


# --- the two kinds ---------------------------------------------------------------------------------------------------


def test_a_training_file_is_never_opened_as_live(tmp_path: Path) -> None:
    training(tmp_path).close()
    (tmp_path / "training.db").replace(tmp_path / "cases.db")
    with pytest.raises(Problem, match="training file, or a file of another program, and not the encrypted file"):
        live(tmp_path)


def test_a_live_file_is_never_opened_as_training(tmp_path: Path) -> None:
    live(tmp_path).close()
    (tmp_path / "cases.db").replace(tmp_path / "training.db")
    with pytest.raises(Problem, match="file of live cases, or a damaged file, and not a training file"):
        training(tmp_path)


@pytest.mark.parametrize(("mark", "said"), [(0x52414C31, "a file of live cases"), (77, "made by another program")])
def test_a_file_with_another_mark_is_refused(mark: int, said: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "training.db") as stranger:
        stranger.execute(f"PRAGMA application_id = {mark}")
        stranger.execute("CREATE TABLE t (a)")
    stranger.close()
    before = (tmp_path / "training.db").read_bytes()
    with pytest.raises(Problem, match=said):
        training(tmp_path)
    assert (tmp_path / "training.db").read_bytes() == before


def test_clearing_training_removes_training_and_nothing_else(tmp_path: Path) -> None:
    store = training(tmp_path)
    store.add_answer(new_case(store).id, answer(words=SENTINEL))
    store._connection.copy()
    store.close()
    (tmp_path / "kept.txt").write_text("kept")
    clear_training(tmp_path)
    assert SENTINEL.encode() not in every_byte(tmp_path)
    assert (tmp_path / "kept.txt").exists()
    store = training(tmp_path)
    assert store.cases() == ()
    store.close()


def test_clearing_training_never_clears_live_cases(tmp_path: Path) -> None:
    store = live(tmp_path)
    case = new_case(store)
    store.close()
    (tmp_path / "cases.db").replace(tmp_path / "training.db")
    with pytest.raises(Problem, match="file of live cases"):
        clear_training(tmp_path)
    (tmp_path / "training.db").replace(tmp_path / "cases.db")
    store = live(tmp_path)
    assert store.case(case.id) == case
    store.close()


def test_a_folder_is_new_until_it_has_a_vault(tmp_path: Path) -> None:
    assert is_new(tmp_path)
    vault.create(tmp_path, "lantern gravel otter", vault.Cost(1, 8192))
    assert not is_new(tmp_path)


def test_cases_without_their_vault_are_never_taken_for_a_new_folder(tmp_path: Path) -> None:
    live(tmp_path).close()
    with pytest.raises(Problem, match="vault file is missing"):
        is_new(tmp_path)


# --- where it may live -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [r"\\server\share\cases", r"\\?\UNC\server\share", r"\\.\unc\server\share"])
def test_a_share_of_another_computer_is_refused(path: str) -> None:
    assert place.is_unc(path)
    with pytest.raises(Problem, match="network drive") as caught:
        open_training(Path(path))
    assert "this computer's own disk" in caught.value.advice


@pytest.mark.parametrize("path", [r"C:\Users\worker", r"\\?\C:\Users\worker", "/home/worker", "D:/cases"])
def test_a_path_of_this_computer_is_not(path: str) -> None:
    assert not place.is_unc(path)


MOUNTS = """\
/dev/sda2 / ext4 rw,relatime 0 0
tmpfs /run tmpfs rw 0 0
server:/export /home nfs4 rw,vers=4.2 0 0
/dev/sda3 /home/local ext4 rw 0 0
//server/share /mnt/team\\040files cifs rw 0 0
me@server: /mnt/far fuse.sshfs rw 0 0
/dev/sdb1 /mnt/stick fuseblk rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/var/lib", False),
        ("/home/worker/.local/share", True),
        ("/home", True),
        ("/homes/worker", False),
        ("/home/local/worker", False),
        ("/mnt/team files/cases", True),
        ("/mnt/far/cases", True),
        ("/mnt/stick/cases", False),
    ],
)
def test_network_mounts_are_known_by_their_kind(path: str, network: bool) -> None:
    assert place.is_network_kind(place.mounted_as(path, place.linux_mounts(MOUNTS))) is network


def test_network_volumes_of_macos_are_known() -> None:
    table = (
        "/dev/disk3s1 on / (apfs, sealed, local, read-only)\n"
        "//worker@server/share on /Volumes/Team (1) (smbfs, nodev, nosuid)\n"
    )
    mounts = place.mac_mounts(table)
    assert place.is_network_kind(place.mounted_as("/Volumes/Team (1)/cases", mounts))
    assert not place.is_network_kind(place.mounted_as("/Users/worker", mounts))
