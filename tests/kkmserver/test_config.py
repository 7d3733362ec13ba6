import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from kkmserver.building import check_devices
from kkmserver.config import ConfigError, builtin, load
from kkmserver.config_file import set_value
from kkmserver.toml_lines import key_lines, nearest
from kkmserver.web.passwords import make_hash

EXAMPLE = Path(__file__).parents[2] / "config" / "kkmserver.example.toml"
DEVICE = """
[[devices]]
number = 1
name = "Касса"
driver = "test"
connection = "tcp://1.2.3.4:9100"
"""


@pytest.fixture(autouse=True)
def _test_driver() -> Iterator[None]:
    registry._MODULES["test"] = "tests.kkmserver.options_driver"
    yield
    del registry._MODULES["test"]


def written(folder: Path, text: str) -> Path:
    path = folder / "kkmserver.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(ConfigError) as caught:
        load(written(folder, text))
    return [(fault.line, fault.key, fault.text) for fault in caught.value.faults]


def test_defaults(tmp_path: Path) -> None:
    config = load(written(tmp_path, DEVICE))
    server, auth = config.server, config.auth
    assert (server.host, server.port, server.tls, server.body_limit) == ("127.0.0.1", 5893, False, 16 * 1024 * 1024)
    assert (auth.admin_login, auth.user_login, auth.admin_password_hash, auth.allowed_origins) == (
        "Admin",
        "User",
        "",
        (),
    )
    assert (config.journal.keep_days, config.dialects.kkm.vat_18) == (30, "20")
    assert [(device.number, device.name, device.driver) for device in config.devices] == [(1, "Касса", "test")]
    assert config.devices[0].options.connection == "tcp://1.2.3.4:9100"
    assert config.devices[0].options.dots == 576


def test_the_example_holds_every_key_with_its_default() -> None:
    example, plain = load(EXAMPLE), builtin()
    for section in ("server", "auth", "journal", "log"):
        assert getattr(example, section) == getattr(plain, section)
    assert example.dialects == plain.dialects
    assert example.devices == plain.devices
    lines = key_lines(EXAMPLE.read_text(encoding="utf-8"))
    for section in ("server", "auth", "journal", "log", "labels"):
        for key in type(getattr(plain, section)).model_fields:
            assert (section, key) in lines


def test_builtin_devices() -> None:
    assert [(d.number, d.name, d.driver) for d in builtin().devices] == [
        (1, "Касса 1", "virtual-kkt"),
        (2, "Чековый принтер", "virtual-printer"),
        (3, "Принтер этикеток", "virtual-label-printer"),
    ]


def test_templates_lie_beside_the_settings(tmp_path: Path) -> None:
    config = load(written(tmp_path, DEVICE))
    assert (config.home, config.labels.templates) == (tmp_path, str(tmp_path / "templates"))
    config = load(written(tmp_path, '[labels]\ntemplates = "/srv/labels"\n' + DEVICE))
    assert Path(config.labels.templates) == Path("/srv/labels")
    assert faults(tmp_path, '[labels]\ntemplates = ""\ntemplate = 1\n' + DEVICE) == [
        (2, "labels.templates", 'нужно символов не меньше 1, а задано ""'),
        (3, "labels.template", "такого ключа нет; может быть, templates? Допустимы: templates"),
    ]


def test_without_settings_the_examples_are_the_templates() -> None:
    assert Path(builtin().labels.templates) == EXAMPLE.parent / "templates"


def test_all_faults_at_once_with_line_and_key(tmp_path: Path) -> None:
    text = """# настройки
[server]
port = 70000
hots = "x"
[auth]
user_login = ""
allowed_origins = ["https://shop.example/"]
[dialects.kkm]
vat_18 = "18"
[[devices]]
number = 0
name = " "
driver = "test"
connection = "tcp://x"
dotts = 5
[[devices]]
number = 2
name = "Второе"
driver = "tset"
[[devices]]
number = 2
name = "Третье"
driver = "test"
connection = "nowhere"
"""
    found = faults(tmp_path, text)
    assert [(line, key) for line, key, _ in found] == [
        (3, "server.port"),
        (4, "server.hots"),
        (6, "auth.user_login"),
        (7, "auth.allowed_origins[1]"),
        (9, "dialects.kkm.vat_18"),
        (11, "devices[1].number"),
        (12, "devices[1].name"),
        (15, "devices[1].dotts"),
        (19, "devices[2].driver"),
        (20, "devices[3]"),
        (21, "devices[3].number"),
    ]
    said = {key: text for _, key, text in found}
    assert said["server.port"] == "нужно не больше 65535, а задано 70000"
    assert "может быть, host?" in said["server.hots"]
    assert "'20', '22' или 'refuse'" in said["dialects.kkm.vat_18"]
    assert "может быть, dots?" in said["devices[1].dotts"]
    assert said["devices[2].driver"].startswith('драйвера "tset" нет; может быть, test?')
    assert "nowhere – не адрес" in said["devices[3]"]
    assert said["devices[3].number"] == 'номер 2 уже есть у устройства "Второе"'


def test_the_text_names_file_line_and_key(tmp_path: Path) -> None:
    path = written(tmp_path, "[server]\nport = 'x'\n" + DEVICE)
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert str(caught.value) == f'{path}: строка 2: server.port: нужно целое число, а задано "x"'


@pytest.mark.parametrize(
    ("options", "key", "part"),
    [
        ("dots = 5", "devices[1].dots", "нужно не меньше 8"),
        ('dots = "wide"', "devices[1].dots", "нужно целое число"),
        ('cut = "half"', "devices[1].cut", "'full', 'partial' или 'none'"),
        ("delay = nan\ndots = 1.5", "devices[1].dots", "целое"),
        ("tax_systems = 3", "devices[1].tax_systems", "список"),
        ('tax_systems = [0, "x"]', "devices[1].tax_systems[2]", "целое"),
        ("conection = 'x'", "devices[1].conection", "может быть, connection?"),
    ],
)
def test_driver_options_are_checked(tmp_path: Path, options: str, key: str, part: str) -> None:
    found = faults(tmp_path, DEVICE + options)
    assert [fault[1] for fault in found] == [key]
    assert part in found[0][2]
    assert found[0][0] >= 7


def test_wrong_inn_of_the_virtual_register(tmp_path: Path) -> None:
    text = '[[devices]]\nnumber = 1\nname = "К"\ndriver = "virtual-kkt"\ninn = "7700000000"\n'
    said = (
        "нужен ИНН из 10 цифр (организация) или 12 (предприниматель) с верными контрольными цифрами, "
        'а задано "7700000000"'
    )
    assert faults(tmp_path, text) == [(5, "devices[1].inn", said)]


def test_missing_keys_point_to_the_device(tmp_path: Path) -> None:
    found = faults(tmp_path, '\n[[devices]]\nnumber = 1\ndriver = "test"\n')
    assert {(line, key) for line, key, _ in found} == {(2, "devices[1].name"), (2, "devices[1].connection")}


@pytest.mark.parametrize("text", ["", "[server]\nport = 1\n", "devices = []\n"])
def test_no_devices(tmp_path: Path, text: str) -> None:
    assert [key for _, key, _ in faults(tmp_path, text)] == ["devices"]


@pytest.mark.parametrize("text", ["devices = 5\n", "[devices]\nnumber = 1\n", "devices = [1]\n"])
def test_devices_of_the_wrong_shape(tmp_path: Path, text: str) -> None:
    assert "[[devices]]" in faults(tmp_path, text)[0][2]


def test_half_of_tls(tmp_path: Path) -> None:
    (tmp_path / "a.crt").write_text("x")
    found = faults(tmp_path, '[server]\ntls_certificate = "a.crt"\n' + DEVICE)
    assert [(line, key) for line, key, _ in found] == [(1, "server.tls_key")]


def test_tls_files_are_found_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "a.crt").write_text("x")
    text = '[server]\ntls_certificate = "a.crt"\ntls_key = "a.key"\n' + DEVICE
    assert [key for _, key, _ in faults(tmp_path, text)] == ["server.tls_key"]
    (tmp_path / "a.key").write_text("x")
    server = load(written(tmp_path, text)).server
    assert (server.tls_certificate, server.tls_key) == (str(tmp_path / "a.crt"), str(tmp_path / "a.key"))
    assert server.tls


@pytest.mark.parametrize("origin", ["*", "null", "https://shop.example", "HTTP://Shop.Example:8080", "http://[::1]:80"])
def test_good_origins(tmp_path: Path, origin: str) -> None:
    config = load(written(tmp_path, f'[auth]\nallowed_origins = ["{origin}"]\n' + DEVICE))
    assert config.auth.allowed_origins == (origin.lower(),)


@pytest.mark.parametrize(
    "origin", ["", "shop.example", "https://shop.example/x", "https://a@b", "https://", "*.example"]
)
def test_bad_origins(tmp_path: Path, origin: str) -> None:
    found = faults(tmp_path, f'[auth]\nallowed_origins = ["{origin}"]\n' + DEVICE)
    assert [(line, key) for line, key, _ in found] == [(2, "auth.allowed_origins[1]")]


@pytest.mark.parametrize(
    "stored", ["secret", "scrypt$3$8$1$" + "A" * 22 + "==$" + "A" * 43 + "=", "scrypt$1048576$8$1$x$y"]
)
def test_a_password_in_clear_is_no_hash(tmp_path: Path, stored: str) -> None:
    found = faults(tmp_path, f'[auth]\nuser_password_hash = "{stored}"\n' + DEVICE)
    assert "set-password" in found[0][2]
    assert stored not in found[0][2]  # the owner's password goes to no terminal


def test_equal_logins(tmp_path: Path) -> None:
    assert faults(tmp_path, '[auth]\nuser_login = "admin"\n' + DEVICE)[0][:2] == (1, "auth")


def test_not_toml(tmp_path: Path) -> None:
    line, key, text = faults(tmp_path, "[server]\nport = \n")[0]
    assert (line, key) == (2, "")
    assert "не TOML" in text


def test_windows_path_in_plain_quotes(tmp_path: Path) -> None:
    assert "одинарных кавычках" in faults(tmp_path, '[server]\ntls_key = "C:\\certs\\a.key"\n')[0][2]


def test_other_encodings(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(("\n" + DEVICE).encode("cp1251"))
    with pytest.raises(ConfigError, match=r"строка 5: сохраните файл в кодировке UTF-8"):
        load(path)
    path.write_bytes(DEVICE.encode("utf-8-sig"))
    assert load(path).devices[0].name == "Касса"


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="не удалось прочитать"):
        load(tmp_path / "none.toml")


def test_command_line_overrides(tmp_path: Path) -> None:
    config = load(written(tmp_path, DEVICE))
    assert config.listening("0.0.0.0", 80).server.model_dump() == {
        **config.server.model_dump(),
        "host": "0.0.0.0",
        "port": 80,
    }
    assert config.listening(None, None) == config
    with pytest.raises(ConfigError, match="--host"):
        config.listening("", None)


def test_writing_keeps_comments_order_and_permissions(tmp_path: Path) -> None:
    text = "# моё\r\n[auth]  # кто\r\nuser_login = 'Кассир' # имя\r\nuser_password_hash = ''  # хеш\r\n" + DEVICE
    path = tmp_path / "k.toml"
    path.write_bytes(text.encode())
    path.chmod(0o640)
    stored = make_hash("тайна")
    set_value(path, "auth", "user_password_hash", stored)
    assert path.read_bytes().decode() == text.replace("hash = ''", f'hash = "{stored}"')
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["k.toml"]
    assert load(path).auth.user_password_hash == stored


def test_writing_makes_the_section(tmp_path: Path) -> None:
    path = written(tmp_path, DEVICE)
    set_value(path, "journal", "keep_days", 7)
    assert load(path).journal.keep_days == 7


def test_writing_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    path = written(tmp_path, DEVICE)
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    set_value(link, "journal", "keep_days", 7)
    assert link.is_symlink()
    assert load(path).journal.keep_days == 7


def test_lines_of_keys() -> None:
    text = """a = 1
[b.c]
d = \"\"\"
[x]
y = 1
\"\"\"
e = [
  "]", # ]
  1,
]
"f g".h = '['
[[k]]
l = { m = 1 }
[k.n]
o = 1
[[k]]
l = 2
"""
    found = key_lines(text)
    assert found == {
        ("a",): 1,
        ("b", "c"): 2,
        ("b", "c", "d"): 3,
        ("b", "c", "e"): 7,
        ("b", "c", "f g", "h"): 11,
        ("k",): 12,
        ("k", 0): 12,
        ("k", 0, "l"): 13,
        ("k", 0, "n"): 14,
        ("k", 0, "n", "o"): 15,
        ("k", 1): 16,
        ("k", 1, "l"): 17,
    }
    assert nearest(found, ("k", 0, "l", "m")) == 13
    assert nearest(found, ("z",)) == 0


@given(st.text(max_size=300))
def test_the_scan_of_lines_takes_anything(text: str) -> None:
    assert all(1 <= line <= len(text.splitlines()) for line in key_lines(text).values())


POOL = """
[[devices]]
number = 2
name = "Касса 2"
driver = "test"
connection = "tcp://1.2.3.5:9100"
[[pools]]
number = 10
name = "Зал"
members = [1, 2]
"""


def test_a_pool_and_its_defaults(tmp_path: Path) -> None:
    (pool,) = load(written(tmp_path, DEVICE + POOL)).pools
    assert (pool.number, pool.name, pool.members, pool.policy) == (10, "Зал", (1, 2), "round-robin")
    assert (pool.block_after, pool.probe_every, pool.unblock) == (3, 10.0, "probe")


UNKNOWN_KEY = (
    "такого ключа нет; может быть, policy? Допустимы: block_after, members, name, number, policy, probe_every, unblock"
)


def test_faults_of_pools(tmp_path: Path) -> None:
    text = DEVICE + POOL.replace("[1, 2]", "[1, 1, 5]") + 'polici = "x"\n'
    assert faults(tmp_path, text) == [
        (17, "pools[1].polici", UNKNOWN_KEY),
    ]
    assert faults(tmp_path, DEVICE + POOL.replace("[1, 2]", "[1, 1, 5]")) == [
        (16, "pools[1].members", "устройство 1 названо дважды"),
        (16, "pools[1].members", "устройства с номером 5 нет среди [[devices]]"),
    ]
    assert [key for _, key, _ in faults(tmp_path, DEVICE + POOL + POOL.partition("[[pools]]")[0])] == [
        "devices[3].number"
    ]
    again = POOL.partition("[[pools]]")[2]
    assert faults(tmp_path, DEVICE + POOL + "[[pools]]" + again) == [
        (18, "pools[2].number", 'номер 10 уже есть у "Зал"')
    ]
    assert faults(tmp_path, DEVICE + POOL.replace("number = 10", "number = 2")) == [
        (14, "pools[1].number", 'номер 2 уже есть у "Касса 2"')
    ]
    assert [key for _, key, _ in faults(tmp_path, DEVICE + "[pools]\n")] == ["pools"]


def test_a_pool_of_unlike_devices_is_named_by_its_place_in_the_file(tmp_path: Path) -> None:
    devices = 'number = {}\nname = "У"\ndriver = "virtual-{}"\n'
    pool = "[[pools]]\nnumber = {}\nname = 'Пул'\nmembers = {}\n"
    text = "[[devices]]\n" + devices.format(1, "printer") + "[[devices]]\n" + devices.format(2, "label-printer")
    with pytest.raises(ConfigError) as caught:
        check_devices(load(written(tmp_path, text + pool.format(20, [1]) + pool.format(10, [1, 2]))))
    assert [(fault.line, fault.key) for fault in caught.value.faults] == [(16, "pools[2].members")]


def test_keys_that_every_device_has(tmp_path: Path) -> None:
    (device,) = load(written(tmp_path, DEVICE + 'poll = 2.5\naway = "hold"\nwire_log = true\n')).devices
    assert (device.poll, device.away, device.wire_log) == (2.5, "hold", True)
    assert [key for _, key, _ in faults(tmp_path, DEVICE + 'poll = 0\naway = "wait"\n')] == [
        "devices[1].poll", "devices[1].away",
    ]  # fmt: skip
