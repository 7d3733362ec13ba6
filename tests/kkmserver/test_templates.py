"""The folder of label templates."""

import base64
import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import Fault
from drivers.model.document import Symbology
from drivers.model.label import BarcodeElement, BoxElement, PictureElement, RuleElement, TextElement
from kkmserver.template_file import MOST_PICTURE
from kkmserver.templates import MOST_BYTES, TemplateFaulty, TemplateNotFound, Templates
from tests.pictures import LOGO_PNG

HEAD = "width = 58\nheight = 40\n"
WHERE = "x = 1\ny = 1.5\nwidth = 20\nheight = 10\n"
TEXT = f"[[text]]\ntext = '{{name}}'\n{WHERE}"


def write(folder: Path, content: str, name: str = "price") -> Templates:
    (folder / f"{name}.toml").write_text(content, "utf-8")
    return Templates(folder)


def faults(folder: Path, content: str) -> list[str]:
    """The lines of the one error, without the file's name."""
    (error,) = write(folder, content).check()
    return [line.removeprefix(f"{folder / 'price.toml'}: ") for line in str(error).splitlines()]


def test_a_whole_template(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(LOGO_PNG)
    content = f"""title = "Ценник"
    width = 58
    height = 40.5
    [defaults]
    unit = "шт"
    [[text]]
    text = "{{name}}"
    when = "{{name}}"
    {WHERE}
    size = 4
    bold = true
    strike = true
    align = "center"
    stand = "bottom"
    wrap = false
    fit = false
    turn = 90
    [[barcode]]
    type = "EAN-13"
    content = "{{ean}}"
    {WHERE}
    text = false
    rotate = true
    [[picture]]
    file = "logo.png"
    {WHERE}
    [[picture]]
    data = "{base64.b64encode(LOGO_PNG).decode()}"
    {WHERE}
    [[line]]
    {WHERE}
    [[box]]
    {WHERE}
    """
    template = write(tmp_path, content).get("price")
    assert (template.name, template.title, template.height) == ("price", "Ценник", Decimal("40.5"))
    assert template.defaults == {"unit": "шт"}
    text, code, picture, same, line, box = template.elements
    assert isinstance(text, TextElement)
    assert isinstance(code, BarcodeElement)
    assert isinstance(picture, PictureElement)
    assert isinstance(same, PictureElement)
    assert isinstance(line, RuleElement)
    assert isinstance(box, BoxElement)
    assert (text.x, text.y, text.width, text.height) == (1, Decimal("1.5"), 20, 10)
    assert (text.size, text.bold, text.strike, text.align, text.stand) == (4, True, True, "centre", "bottom")
    assert (text.wrap, text.fit, text.turn, text.when) == (False, False, 90, "{name}")
    assert (code.symbology, code.content) == (Symbology.EAN13, "{ean}")
    assert (code.style.text, code.style.rotate) == (False, True)
    assert picture.image == same.image == LOGO_PNG
    assert box.thickness == Decimal("0.3")


@pytest.mark.parametrize(
    "spelled", ["EAN13", "ean-13", "GS1_128", "gs1 datamatrix", "Data Matrix", "qr", "QRCode", "upc-a"]
)
def test_spellings_of_barcodes(tmp_path: Path, spelled: str) -> None:
    element = f'{HEAD}[[barcode]]\ntype = "{spelled}"\ncontent = "{{c}}"\n{WHERE}'
    assert write(tmp_path, element).check() == []


def test_all_faults_at_once_with_line_and_key(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        """width = 58
height = "сорок"
colour = 1

[[text]]
text = "{name"
x = -1
y = 0
width = 20
height = 10
sise = 3

[[barcode]]
type = "EAN14"
content = "{c}"
x = 0
y = 0
width = 20
""",
    )
    assert [line.partition(": ")[0] for line in found] == [
        "строка 2", "строка 3", "строка 6", "строка 7", "строка 11", "строка 13", "строка 14",
    ]  # fmt: skip
    said = "\n".join(found)
    assert 'height: нужно число, а задано "сорок"' in said
    assert "colour: такого ключа нет" in said
    assert "text[1].text: скобка { без пары" in said
    assert "text[1].x: нужно не меньше 0, а задано -1" in said
    assert "text[1].sise: такого ключа нет; может быть, size?" in said
    assert "barcode[1].height: ключ не задан, а он обязателен" in said
    assert "barcode[1].type: допустимо только: 'EAN8'" in said


def test_faults_that_only_the_contents_show(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        f"""{HEAD}
[[text]]
text = "{{name}}"
x = 50
y = 0
width = 10
height = 5
[[text]]
text = "Очень длинная надпись, которой здесь не место"
x = 0
y = 0
width = 5
height = 2
[[barcode]]
type = "EAN13"
content = "12"
{WHERE}
[[picture]]
file = "нет.png"
{WHERE}
[[picture]]
{WHERE}
[[picture]]
data = "@@"
{WHERE}
""",
    )
    assert [line.split(": ")[1] for line in found] == [
        "text[1]", "text[2]", "barcode[1]", "picture[1]", "picture[2]", "picture[3]",
    ]  # fmt: skip
    for line, words in zip(
        found, ("за край", "не помещается", "EAN13", "не читается", "либо file", "не base64"), strict=True
    ):
        assert words in line


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("width = ", "это не TOML"),
        (HEAD + "[text]\n" + WHERE, "text: нужен список"),
        (HEAD + "[defaults]\na = 5\n", "defaults.a: нужна строка в кавычках"),
        (HEAD + "[[text]]\ntext = '{p:rouble}'\n" + WHERE, "формата «rouble» нет"),
        (HEAD + "[[text]]\ntext = ''\nturn = 45\n" + WHERE, r"turn: допустимо только: 0, 90, 180 или 270"),
        (HEAD.replace("58", "5000"), "width: нужно не больше 300"),
        (HEAD.replace("58", "nan"), "width: нужно обычное число"),
        ("", "width: ключ не задан"),
        (HEAD + "[[line]]\n" * 101, "значений не больше 100|ключ не задан"),
        (HEAD + "[[picture]]\nfile = '../secret.png'\n" + WHERE, "нужно только имя файла"),
        (HEAD + "[[picture]]\nfile = '/etc/passwd'\n" + WHERE, "нужно только имя файла"),
        (HEAD + "[[picture]]\nfile = 'C:\\x.png'\n" + WHERE, "нужно только имя файла"),
    ],
)
def test_faulty_files(tmp_path: Path, content: str, said: str) -> None:
    templates = write(tmp_path, content)
    with pytest.raises(TemplateFaulty, match=f"(?s)Шаблон этикетки «price» неисправен.*({said})") as refused:
        templates.get("price")
    assert refused.value.fault is Fault.CLIENT
    assert len(templates.check()) == 1


def test_files_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "price.toml"
    path.write_bytes(b"width = 58\ntitle = '\xd6\xe5'\n")
    with pytest.raises(TemplateFaulty, match="строка 2: сохраните файл в кодировке UTF-8"):
        Templates(tmp_path).get("price")
    path.write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(TemplateFaulty, match="файл больше"):
        Templates(tmp_path).get("price")


def test_a_picture_has_its_limit(tmp_path: Path) -> None:
    (tmp_path / "big.png").write_bytes(b"\0" * (MOST_PICTURE + 1))
    (line,) = faults(tmp_path, f"{HEAD}[[picture]]\nfile = 'big.png'\n{WHERE}")
    assert "картинка big.png больше" in line


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_picture_that_never_ends_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "zero.png").symlink_to("/dev/zero")
    for name in ("pipe.png", "zero.png"):
        (line,) = faults(tmp_path, f"{HEAD}[[picture]]\nfile = '{name}'\n{WHERE}")
        assert f"{name} – не файл" in line


def test_where_the_folder_is_no_client_learns(tmp_path: Path) -> None:
    templates = write(tmp_path, f"{HEAD}[[picture]]\nfile = 'none.png'\n{WHERE}")
    with pytest.raises(TemplateFaulty) as raised:
        templates.get("price")
    assert str(tmp_path) not in raised.value.text


def test_unknown_names_get_near_ones(tmp_path: Path) -> None:
    templates = write(tmp_path, HEAD + TEXT)
    with pytest.raises(TemplateNotFound, match=r"«prise» нет\. Похожие: price"):
        templates.get("prise")
    with pytest.raises(TemplateNotFound, match=r"«ЦЕННИК» нет\. Есть: price\."):
        templates.get("ЦЕННИК")
    with pytest.raises(TemplateNotFound, match=r"«PRICE» нет\. Похожие: price\."):
        templates.get("PRICE")
    with pytest.raises(TemplateNotFound, match="в папке шаблонов нет ни одного"):
        Templates(tmp_path / "нет").get("price")
    assert Templates(tmp_path / "нет").names() == Templates(tmp_path / "нет").check() == []


@pytest.mark.parametrize(
    "name", ["../price", "sub/price", "..", "", "price.toml", "/etc/passwd", "a\0b", "-x", "a" * 300]
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    write(tmp_path, HEAD + TEXT)
    (tmp_path / "sub").mkdir()
    write(tmp_path / "sub", HEAD + TEXT)
    with pytest.raises(TemplateNotFound):
        Templates(tmp_path / "sub").get(name)


@given(st.text(max_size=80))
def test_any_name_is_found_or_not(name: str) -> None:
    with pytest.raises(TemplateNotFound):
        Templates(Path(__file__).parent).get(name)


def test_names_may_be_russian(tmp_path: Path) -> None:
    templates = write(tmp_path, HEAD + TEXT, "Ценник_58-40")
    write(tmp_path, HEAD + TEXT, "это не имя")
    assert templates.names() == ["Ценник_58-40"]
    assert templates.get("Ценник_58-40").width == 58


def test_a_changed_file_counts_at_once(tmp_path: Path) -> None:
    templates = write(tmp_path, HEAD + TEXT)
    first = templates.get("price")
    assert templates.get("price") is first
    write(tmp_path, HEAD.replace("58", "60") + TEXT)
    assert templates.get("price").width == 60
    (tmp_path / "price.toml").unlink()
    with pytest.raises(TemplateNotFound):
        templates.get("price")


def test_a_changed_picture_counts_too(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(LOGO_PNG)
    templates = write(tmp_path, f"{HEAD}[[picture]]\nfile = 'logo.png'\n{WHERE}")
    first = templates.get("price")
    os.utime(tmp_path / "logo.png", (1, 1))
    second = templates.get("price")
    assert second is not first
    assert second == first
    (tmp_path / "logo.png").unlink()
    with pytest.raises(TemplateFaulty, match=r"picture\[1\]: картинка logo.png не читается"):
        templates.get("price")
