"""What an organisation sets: every mistake has its place, nothing stops the program, and a locked value always wins."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_assistant import paths
from referral_assistant.model import LocalContact, Organisation
from referral_assistant.policy import DATA_VARIABLE, Policy, data_folder, letterhead
from referral_assistant.policy.reading import Layer, Setting, from_bytes, from_file, from_registry, layered
from referral_assistant.policy.registry import SOURCE
from referral_assistant.settings import BY_NAME, CONTACT_PARTS, KEYS

NUMBER = "01632 960 301"
SIGNER = "20417 93318 55062 71149 08825 46613 39970 12584"


def read(settings: object, **others: object) -> Policy:
    """What a file with these settings puts in force."""
    return layered([from_bytes("p.json", json.dumps({"format": 1, "settings": settings, **others}).encode())])


def told(policy: Policy) -> list[tuple[str, str]]:
    """Its mistakes: place and sentence."""
    return [(mistake.place, mistake.sentence) for mistake in policy.mistakes]


def locked(name: str, value: object) -> Policy:
    """A policy that locks one key."""
    return read({name: {"value": value, "locked": True}})


# --- a file ----------------------------------------------------------------------------------------------------------


def test_a_value_is_locked_or_a_value_to_start_with() -> None:
    policy = read({"lock_minutes": {"value": 3, "locked": True}, "training_required": {"value": " Level  2 "}})
    assert not policy.mistakes
    assert (policy.value("lock_minutes", 10), policy.locked("lock_minutes")) == (3, True)
    assert (policy.value("training_required"), policy.locked("training_required")) == ("Level 2", False)
    assert policy.value("training_required", "Level 3") == "Level 3"
    assert policy.value("organisation.marking") == "OFFICIAL-SENSITIVE"


def test_nothing_set_is_as_usual() -> None:
    policy = Policy()
    assert {key.name: policy.value(key.name) for key in KEYS} == {key.name: key.default for key in KEYS}
    assert policy.value("lock_minutes", 9) == 9
    assert not any(policy.locked(key.name) for key in KEYS)


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        (b"", "line 1, column 1", "not JSON"),
        (b'{"format": 1,\n "settings": {,}}', "line 2, column 15", "not JSON"),
        (b'{"format": 1, "settings": "\xff"}', "", "UTF-8"),
        (b"[" * 100_000, "", "nested too deeply"),
        (b'{"format": ' + b"1" * 5000 + b"}", "", "cannot be read as JSON"),
        (b"[]", "", "one table"),
        (b"{}", "format", "This should be 1"),
        (b'{"format": 2, "settings": {"lock_minutes": {"value": 3}}}', "format", "one format"),
        (b'{"format": 1}', "settings", "table of settings by key"),
    ],
)
def test_a_file_that_is_no_policy_is_told_with_the_place(content: bytes, place: str, said: str) -> None:
    layer = from_bytes("p.json", content)
    assert not layer.settings
    assert (layer.mistakes[-1].file, layer.mistakes[-1].place) == ("p.json", place)
    assert said in layer.mistakes[-1].sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_editors_of_windows_write_is_read(encoding: str) -> None:
    content = '{"format": 1, "settings": {"organisation.name": {"value": "Tŷ Hafan"}}}'.encode(encoding)
    layer = from_bytes("p.json", content)
    assert (layer.settings["organisation.name"].value, layer.mistakes) == ("Tŷ Hafan", ())


@pytest.mark.parametrize(
    ("name", "value", "place", "said"),
    [
        ("lock_minutes", 0, "", "from 1 to 60, and is out of bounds"),
        ("lock_minutes", "3", "", "whole number from 1 to 60, and is text"),
        ("lock_minutes", True, "", "and is true or false"),
        ("training_allowed", "no", "", "true or false"),
        ("language", "En", "", "Did you mean en?"),
        ("organisation.name", 7, "", "should be text, and is a number"),
        ("organisation.name", "x" * 201, "", "longer than 200"),
        ("organisation.name", "a\u0007b", "", "cannot be shown"),
        ("organisation.name", "\ud800", "", "cannot be shown"),
        ("organisation.address", "12 Quay Road", "", "a list of lines, and is text"),
        ("organisation.address", ["a", 4], "[1]", "should be text"),
        ("organisation.address", ["a"] * 11, "", "more than 10 lines"),
        ("data_folder", "cases", "", "not a full path"),
        ("data_folder", "%NOT_SET_HERE%/cases", "", "no variable NOT_SET_HERE"),
        ("organisation.logo", "", "", "should be a full path"),
        ("contacts.police", NUMBER, "", "a table of name, telephone"),
        ("contacts.police", {"name": "Desk"}, "", "needs a telephone number"),
        ("contacts.police", {"telephone": "the desk"}, ".telephone", "not a telephone number"),
        ("contacts.police", None, "", "and is empty"),
        ("directory.trusted_signers", SIGNER, "", "a list of lines, and is text"),
        ("directory.trusted_signers", [SIGNER] * 11, "", "more than 10 lines"),
        ("directory.pack_folder", "packs", "", "not a full path"),
        ("provision.unmet_counts", 1, "", "true or false"),
    ],
)
def test_a_wrong_value_is_left_out_and_told(name: str, value: object, place: str, said: str) -> None:
    policy = read({name: {"value": value, "locked": True}, "training_required": {"value": "Level 2"}})
    assert name not in policy.settings
    assert policy.value("training_required") == "Level 2"
    assert len(policy.mistakes) == 1
    assert policy.mistakes[0].place == f"settings.{name}.value{place}"
    assert said in policy.mistakes[0].sentence


def test_what_is_not_known_is_told_with_what_may_be_meant() -> None:
    policy = read(
        {"lock_minuets": {"value": 3}, "lock_minutes": {"value": 3, "lokced": True}, "x": {"value": 1}}, setings={}
    )
    assert told(policy) == [
        ("setings", "This is not known here. Did you mean settings?"),
        ("settings.lock_minuets", "This key is not known. Did you mean lock_minutes?"),
        ("settings.lock_minutes.lokced", "This is not known here. Did you mean locked?"),
        ("settings.x", "This key is not known."),
    ]
    assert not policy.locked("lock_minutes")
    beside = from_bytes("p.json", b'{"format": 1, "settings": {}, "lock_minutes": 3}')
    assert beside.mistakes[0].sentence == 'This belongs inside "settings".'


def test_a_value_without_its_table_and_a_lock_that_is_none_are_told() -> None:
    policy = read({"lock_minutes": 3, "training_allowed": {"value": False, "locked": "yes"}})
    assert [place for place, _said in told(policy)] == ["settings.lock_minutes", "settings.training_allowed.locked"]
    assert (policy.value("training_allowed"), policy.locked("training_allowed")) == (False, False)


def test_a_key_that_stands_twice_is_told() -> None:
    layer = from_bytes(
        "p.json", b'{"format": 1, "settings": {"language": {"value": "en"}, "language": {"value": "xx"}}}'
    )
    assert [(m.place, "twice" in m.sentence) for m in layer.mistakes] == [
        ("language", True),
        ("settings.language.value", False),
    ]


def test_s20_a_contact_whose_date_is_wrong_keeps_its_number_and_does_not_count_as_checked() -> None:
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    for day in ("yesterday", "20251103", tomorrow):
        policy = locked("contacts.children", {"telephone": NUMBER, "checked_on": day})
        assert policy.value("contacts.children")["checked_on"] == ""
        assert policy.value("contacts.children")["telephone"] == NUMBER
        assert [place for place, _said in told(policy)] == ["settings.contacts.children.value.checked_on"]


@pytest.mark.parametrize("line", [SIGNER, SIGNER.replace(" ", ""), SIGNER.replace(" ", "-"), f"  {SIGNER}\t"])
@pytest.mark.parametrize("name", ["", " Saltmarch directory", ", Saltmarch directory", ": Saltmarch directory"])
def test_a_trusted_signer_is_a_fingerprint_and_perhaps_a_name(line: str, name: str) -> None:
    policy = locked("directory.trusted_signers", [f"{line}{name}"])
    assert not policy.mistakes
    assert policy.value("directory.trusted_signers") == (f"{SIGNER} Saltmarch directory" if name else SIGNER,)
    assert policy.locked("directory.trusted_signers")


@pytest.mark.parametrize("line", ["Saltmarch", SIGNER[:-1], f"{SIGNER}1", f"{SIGNER} 12345", SIGNER.replace("2", "x")])
def test_what_is_no_fingerprint_is_told_and_the_list_stays_locked(line: str) -> None:
    policy = locked("directory.trusted_signers", [line, SIGNER])
    assert told(policy)[0][0] == "settings.directory.trusted_signers.value[0]"
    assert policy.value("directory.trusted_signers") == (SIGNER,)
    assert policy.locked("directory.trusted_signers")


def test_variables_of_a_path_are_filled_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RA_PLACE", str(tmp_path))
    assert locked("data_folder", "%RA_PLACE%/cases").value("data_folder") == f"{tmp_path}/cases"
    home = locked("data_folder", "$HOME/cases").value("data_folder")
    assert os.path.isabs(home)
    assert home == locked("data_folder", "~/cases").value("data_folder")


@pytest.mark.skipif(os.name != "posix", reason="Windows asks its environment where the home is")
def test_the_home_folder_of_a_locked_path_is_not_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/somewhere/else")
    assert "/somewhere/else" not in locked("data_folder", "$HOME/cases").value("data_folder")


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_a_file_that_anybody_may_change_is_not_the_organisations_word(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text('{"format": 1, "settings": {"lock_minutes": {"value": 60, "locked": true}}}')
    path.chmod(0o644)
    assert from_file(str(path), guarded=True).settings
    path.chmod(0o646)
    assert "Anybody on this computer may change this file" in from_file(str(path), guarded=True).mistakes[0].sentence
    assert from_file(str(path)).settings


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    layer = from_file(str(tmp_path))
    assert layer.mistakes[0].sentence.startswith("The file cannot be read: ")


_names = st.sampled_from([*BY_NAME, *CONTACT_PARTS, "value", "locked", "settings", "format"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | _names, inner, max_size=4),
    max_leaves=12,
)


@given(json_values | st.fixed_dictionaries({"format": st.just(1), "settings": st.dictionaries(_names, json_values)}))
def test_no_json_raises_and_whatever_counts_is_of_its_type(data: Any) -> None:
    policy = layered([from_bytes("p.json", json.dumps(data).encode())])
    for name, setting in policy.settings.items():
        again = read({name: {"value": _plain(setting.value), "locked": setting.locked}})
        assert again.settings[name].value == setting.value
        assert not again.mistakes
    "\n".join(str(mistake) for mistake in policy.mistakes)


@given(st.binary())
def test_no_bytes_raise(content: bytes) -> None:
    assert from_bytes("p.json", content).mistakes or b"settings" in content


@given(st.text().filter(lambda name: name not in BY_NAME), json_values)
def test_an_unknown_key_is_always_reported(name: str, value: Any) -> None:
    policy = read({name: value})
    assert any(place.startswith("settings.") and "not known" in said for place, said in told(policy))
    assert not policy.settings


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


# --- several places --------------------------------------------------------------------------------------------------

_data = (
    st.none() | st.integers() | st.text(max_size=9) | st.lists(st.text(max_size=9), max_size=3) | st.binary(max_size=9)
)
_set = st.tuples(st.integers(1, 60), st.booleans())
_layers = st.lists(st.none() | _set, max_size=3)


def layers_of(found: list[tuple[int, bool] | None]) -> list[Layer]:
    return [Layer(str(n), {"lock_minutes": Setting(*one, str(n))} if one else {}, ()) for n, one in enumerate(found)]


@given(_layers, st.none() | st.integers(1, 60))
def test_a_locked_value_always_wins(found: list[tuple[int, bool] | None], chosen: int | None) -> None:
    policy = layered(layers_of(found))
    locks = [value for value, is_locked in filter(None, found) if is_locked]
    starts = [value for value, _locked in filter(None, found)]
    expected = locks[0] if locks else chosen if chosen is not None else starts[0] if starts else 4
    assert policy.value("lock_minutes", chosen) == expected
    assert policy.locked("lock_minutes") is bool(locks)
    # Two places that lock it to different values contradict each other, and only that is a mistake.
    assert len(policy.mistakes) == sum(value != locks[0] for value in locks)


def test_the_data_folder_is_locked_named_portable_set_or_usual(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    name, set_to = "data_folder", str(tmp_path / "set")
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "named"))
    assert data_folder(locked(name, set_to)) == (tmp_path / "set", "p.json")
    starting = read({name: {"value": set_to}})
    assert data_folder(starting) == (tmp_path / "named", DATA_VARIABLE)
    monkeypatch.delenv(DATA_VARIABLE)
    assert data_folder(starting) == (tmp_path / "set", "p.json")
    assert data_folder(Policy()) == (paths.user_dir(), "")


@pytest.fixture
def portable(tmp_path: Path) -> Path:
    """A portable copy of the program, as far as policy goes."""
    bundle = tmp_path / "copy"
    source, ours = paths.ROOT / "referral_assistant", bundle / "app" / "referral_assistant"
    shutil.copytree(source, ours, ignore=shutil.ignore_patterns("__pycache__"))
    (bundle / "build.json").write_text("{}")
    (bundle / "portable").touch()
    return bundle


def print_policy(bundle: Path, **variables: str) -> dict[str, Any]:
    """What the program of a copy says is in force."""
    env = {key: value for key, value in os.environ.items() if key != DATA_VARIABLE} | variables
    command = [sys.executable, "-m", "referral_assistant", "print-policy", "--json"]
    done = subprocess.run(command, cwd=bundle / "app", env=env, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said | {"code": done.returncode}


def test_a_portable_copy_keeps_its_data_and_its_policy_beside_itself(portable: Path) -> None:
    def folder(said: dict[str, Any]) -> str:
        return str(next(row["value"] for row in said["settings"] if row["key"] == "data_folder"))

    said = print_policy(portable)
    assert (folder(said), said["code"]) == (str(portable / "data"), 0)
    assert str(portable / "policy.json") in said["places"]
    elsewhere = str(portable.parent / "elsewhere")
    setting = {"value": elsewhere, "locked": False}
    (portable / "policy.json").write_text(json.dumps({"format": 1, "settings": {"data_folder": setting}}))
    assert folder(print_policy(portable)) == str(portable / "data")
    named = str(portable.parent / "named")
    assert folder(print_policy(portable, **{DATA_VARIABLE: named})) == named
    setting["locked"] = True
    (portable / "policy.json").write_text(json.dumps({"format": 1, "settings": {"data_folder": setting}}))
    assert folder(print_policy(portable, **{DATA_VARIABLE: named})) == elsewhere
    (portable / "policy.json").write_text("{")
    broken = print_policy(portable)
    assert (folder(broken), broken["code"]) == (str(portable / "data"), 1)
    assert broken["mistakes"][0]["file"] == str(portable / "policy.json")
    (portable / "portable").unlink()
    assert folder(print_policy(portable)) == str(paths.user_dir())


def test_a_start_loads_nothing_to_find_nothing_and_little_to_read_a_file(portable: Path) -> None:
    script = """
import sys
from referral_assistant import policy, problems
before = set(sys.modules)
policy.in_force(), policy.data_dir()
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before if "referral_assistant" not in name}))
print(*sorted(name for name in set(sys.modules) - before if "referral_assistant" in name))
"""

    def loaded() -> list[str]:
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, cwd=portable / "app", capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    assert loaded() == ["", ""]
    setting = {"value": 3, "locked": True}
    (portable / "policy.json").write_text(json.dumps({"format": 1, "settings": {"lock_minutes": setting}}))
    others, ours = loaded()
    assert set(others.split()) <= {"_json", "json"}
    assert {name.rpartition(".")[2] for name in ours.split()} == {"reading", "registry", "values"}


def test_the_command_line_says_that_training_is_off(portable: Path) -> None:
    setting = {"value": False, "locked": True}
    (portable / "policy.json").write_text(json.dumps({"format": 1, "settings": {"training_allowed": setting}}))
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "referral_assistant", "--training"]
    done = subprocess.run(command, cwd=portable / "app", env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Your organisation has turned training off on this computer." in done.stderr


# --- the registry ----------------------------------------------------------------------------------------------------


def test_the_registry_holds_locked_values_and_starting_ones_below_them() -> None:
    tree: dict[str, dict[str, object]] = {
        "": {
            "Lock_Minutes": 3,
            "training_allowed": 0,
            "organisation.address": ["12 Quay Road", "Eastmere"],
            "contacts.children.telephone": NUMBER,
            "contacts.children.checked_on": "2025-11-03",
            "": "the value of a key that has no name",
        },
        "Recommended": {"lock_minutes": 9, "organisation.name": "Eastmere"},
    }
    policy = layered([from_registry(tree)])
    assert not policy.mistakes
    assert (policy.value("lock_minutes"), policy.value("training_allowed")) == (3, False)
    assert policy.value("organisation.address") == ("12 Quay Road", "Eastmere")
    assert policy.value("contacts.children")["checked_on"] == "2025-11-03"
    assert (policy.locked("organisation.name"), policy.settings["organisation.name"].source) == (
        False,
        rf"{SOURCE}\Recommended",
    )


def test_mistakes_in_the_registry_are_told_with_their_place() -> None:
    tree: dict[str, dict[str, object]] = {
        "": {
            "lock_minuets": 3,
            "lock_minutes": "3",
            "training_allowed": 2,
            "contacts.children.fax": NUMBER,
            "contacts.police": NUMBER,
            "contacts.adults.telephone": b"\0",
        },
        "Recomended": {"lock_minutes": 9},
    }
    policy = layered([from_registry(tree)])
    assert not policy.settings
    assert {(mistake.file, mistake.place) for mistake in policy.mistakes} == {
        (SOURCE, "lock_minuets"),
        (SOURCE, "lock_minutes"),
        (SOURCE, "training_allowed"),
        (SOURCE, "contacts.children.fax"),
        (SOURCE, "contacts.police"),
        (SOURCE, "contacts.adults.telephone"),
        (rf"{SOURCE}\Recomended", ""),
    }
    assert "Did you mean lock_minutes?" in policy.mistakes[0].sentence
    denied = from_registry({"": {"": PermissionError(13, "Access is denied")}})
    assert "Access is denied" in denied.mistakes[0].sentence


_below = st.sampled_from(["", "Recommended", "recommended", "Policies"])


@given(st.dictionaries(_below, st.dictionaries(_names | st.text(max_size=9), _data, max_size=3), max_size=2))
def test_no_registry_raises(tree: dict[str, dict[str, object]]) -> None:
    layered([from_registry(tree)])


def test_the_registry_stands_before_the_file() -> None:
    registry = from_registry({"": {"lock_minutes": 3}})
    file = from_bytes("p.json", b'{"format": 1, "settings": {"lock_minutes": {"value": 9, "locked": true}}}')
    policy = layered([registry, file])
    assert policy.value("lock_minutes") == 3
    assert "locked to another value" in policy.mistakes[0].sentence
    assert layered([from_registry({"Recommended": {"lock_minutes": 3}}), file]).value("lock_minutes") == 9


# --- letterhead and contacts -----------------------------------------------------------------------------------------

DAY = date(2026, 10, 1)
_texts = st.sampled_from(["", "A", "B"])
_contacts = st.lists(
    st.builds(LocalContact, st.sampled_from(letterhead.CONTACTS), _texts, st.sampled_from([NUMBER, "999"]),
              entered_on=st.none() | st.just(DAY)),
    unique_by=lambda contact: contact.id,
).map(tuple)  # fmt: skip
_organisations = st.builds(
    Organisation, _texts, st.just(("12 Quay Road",)), _texts, _texts, _texts, _texts, contacts=_contacts
)
_policies = st.fixed_dictionaries(
    {},
    optional={
        "organisation.name": st.tuples(_texts, st.booleans()),
        "organisation.marking": st.tuples(_texts, st.booleans()),
        "contacts.children": st.tuples(st.just({"telephone": NUMBER, "name": "Desk"}), st.booleans()),
    },
).map(lambda found: read({name: {"value": value, "locked": lock} for name, (value, lock) in found.items()}))


@given(_policies, _organisations, _organisations)
def test_whatever_a_user_keeps_a_locked_value_wins_and_the_rest_is_theirs(
    policy: Policy, before: Organisation, wanted: Organisation
) -> None:
    kept, own = letterhead.kept(policy, before, frozenset(), wanted)
    shown = letterhead.in_force(policy, kept, own)
    for field in letterhead.FIELDS:
        name = f"organisation.{field}"
        expected = policy.value(name) if policy.locked(name) else getattr(wanted, field)
        assert getattr(shown, field) == expected
    for contact in letterhead.CONTACTS:
        found = next((c for c in shown.contacts if c.id == contact), None)
        if policy.locked(f"contacts.{contact}"):
            assert found is not None
            assert (found.name, found.telephone) == ("Desk", NUMBER)
        else:
            assert found == next((c for c in wanted.contacts if c.id == contact), None)


def test_a_starting_value_counts_until_a_user_sets_their_own_and_even_an_empty_one_is() -> None:
    policy = read({"organisation.sign_off": {"value": "With best wishes"}})
    assert letterhead.in_force(policy, Organisation()).sign_off == "With best wishes"
    kept, own = letterhead.kept(policy, Organisation(), frozenset(), Organisation(name="Eastmere", sign_off=""))
    assert letterhead.in_force(policy, kept, own).sign_off == ""
    other = read({"organisation.sign_off": {"value": "Yours"}})
    kept, own = letterhead.kept(
        policy, Organisation(), frozenset(), Organisation("Eastmere", sign_off="With best wishes")
    )
    assert letterhead.in_force(other, kept, own).sign_off == "Yours"


def test_s20_a_locked_number_counts_from_the_day_the_organisation_or_the_user_rang_it() -> None:
    value = {"telephone": NUMBER, "checked_on": "2026-09-01"}
    mine = Organisation(contacts=(LocalContact("children", "Mine", NUMBER, "", DAY),))

    def checked(policy: Policy, organisation: Organisation) -> date | None:
        return letterhead.in_force(policy, organisation).contacts[0].entered_on

    assert checked(locked("contacts.children", value), Organisation()) == date(2026, 9, 1)
    assert checked(locked("contacts.children", value), mine) == DAY
    assert checked(locked("contacts.children", {"telephone": NUMBER}), Organisation()) is None
    assert checked(locked("contacts.children", {"telephone": NUMBER}), mine) == DAY
    assert checked(locked("contacts.children", {"telephone": "01632 960 999"}), mine) is None


def test_a_case_of_last_year_has_what_is_locked_today_and_keeps_the_rest() -> None:
    old = Organisation("Eastmere", marking="", contacts=(LocalContact("children", "Old", "01632 960 999"),))
    policy = read(
        {
            "contacts.children": {"value": {"telephone": NUMBER}, "locked": True},
            "contacts.police": {"value": {"telephone": NUMBER}},
            "organisation.sign_off": {"value": "Yours"},
        }
    )
    shown = letterhead.with_locked(policy, old)
    assert (shown.name, shown.marking, shown.sign_off) == ("Eastmere", "", "")
    assert [(c.id, c.telephone) for c in shown.contacts] == [("children", NUMBER)]
