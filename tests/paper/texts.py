"""Text: markup, breaking, letters, fonts."""

from drivers.model.document import TextLine
from tests.paper.document import document

_FONTS = (1, 2, 3, 4)
_DOUBLINGS = ((False, False), (True, False), (False, True), (True, True))

TEXTS = (
    document(
        "markup",  # the worked examples of spec/kkmserver.md 4.2, then what is no markup
        '>#2#<ООО "Ромашка"',
        "<<->>",
        "<<*>>",
        "<<=>>",
        "Итого:<#0#>154,41",
        "Итого:<#16#>154,41",
        "Скидка 5%:<#8#>>4,00",
        "Всего:<#8#>>1544,00",
        ">#10#<Очень длинный заголовок который не влезает в строку",
        "Слева очень длинный текст, который занимает строку целиком<#0#>справа",
        "Слева<#999#>справа",
        "a<#b#>c <<-> >#x#<",
        "<#0#>",
        "первый<#4#>второй<#4#>третий",
    ),
    document("markup_in_fonts", *(TextLine("Итого:<#4#>1 544,00", font=font) for font in _FONTS)),
    document("long_words", "Д" * 200, "Привет " + "мир" * 40, "x" * 31, "x" * 32, "x" * 33, "y" * 48, "y" * 49),
    document("full_rows", *("0123456789" * 8)[:80].split("#"), "и" * 32, "и" * 42, "и" * 48, "и" * 64),
    document("tabs", "Имя\tЦена\tСумма", "\tотступ", "Чай\t10,00\t<#0#>\t20,00", "1\t2\t3\t4\t5\t6\t7\t8\t9"),
    document("blanks", "  два пробела впереди", "между   словами", "в конце   ", "   ", " ещё "),
    document("newlines", "Первая\nВторая\r\nТретья", "С пустой\n\nпосередине", "\nв начале", "в конце\n"),
    document("control_characters", "до\x07после", "нуль\x00нуль", "\x1b@не команда", "\x1dV\x00не рез", "мяг\u00adкий"),
    document("empty_rows", "", "одна", "", "", "две", " ", ""),
    document("signs", "№ 1 — «Ромашка»", "1 250 ₽ и 15 €", "½ × 4 = 2 ± 0…", "“кавычки” ‘разные’ – и тире", "■ □ • ·"),
    document("percent_and_quotes", "№ 17 \"А\" 'Б' `В`", "100 % $5 #7 @ ~ ^ \\ | {} [] <>", "№№№"),
    document("box_drawing", "┌────┬────┐", "│ 1  │ №2 │", "╞════╪════╡", "└────┴────┘", "╔══╗╚══╝ ░▒▓█"),
    document("box_unusual", "┏━┓┗━┛", "╭──╮╰──╯", "┄┄┄ ┅┅┅"),
    document("kazakh", "Қазақстан Республикасы", "Әліппе ғұмыр көңіл үй һ", "Сомасы:<#0#>1 500 ₸", "Рақмет!"),
    document("ukrainian", "Її єґ І і Ґрунт", "Ўсё добра"),
    document("european", "Käse größe naïve café", "Łódź ñandú Århus", "ÀÉÎÕÜ"),
    document("capitals", "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    document("ascii", *("".join(map(chr, range(first, first + 32))).strip("\x7f") for first in (32, 64, 96))),
    document("no_such_letters", "Иероглифы: 日本", "Смайлик: 😀"),
    document("fonts", *(TextLine(f"Шрифт {font} Font {font}", font=font) for font in (0, *_FONTS, 9))),
    document("bold", *(TextLine(f"Шрифт {font} жирный", font=font, bold=True) for font in _FONTS)),
    document(
        "doubled",
        *(
            TextLine("Вес 5", font=f, bold=b, wide=w, tall=t)
            for f in _FONTS
            for b in (False, True)
            for w, t in _DOUBLINGS
        ),
    ),
    document("doubled_and_drawn", *(TextLine("½ ₽", font=f, wide=w, tall=t) for f in _FONTS for w, t in _DOUBLINGS)),
    document("intensities", *(TextLine(f"Яркость {n}", intensity=n) for n in range(16))),
    document("small_print", *(TextLine("Мелкий шрифт: условия акции " * 4, font=4) for _ in range(3))),
    document("large_words", *(TextLine("Крупный заголовок не помещается", font=font) for font in (1, 2))),
)
