"""Titles and hints of what an element of a label template has: for the form of the designer."""

from collections.abc import Mapping

from drivers.option_words.words import Table, words

_PLACE: Table = {
    "x": words("Слева, мм", "From the left, mm", "От левого края этикетки.", "From the left edge of the label."),
    "y": words("Сверху, мм", "From the top, mm", "От верхнего края этикетки.", "From the top edge of the label."),
    "width": words("Ширина, мм", "Width, mm", "Ширина места.", "Width of its box."),
    "height": words("Высота, мм", "Height, mm", "Высота места.", "Height of its box."),
    "when": words(
        "Показывать, если",
        "Shown if",
        "Текст с полями; вышел пустым – элемента не будет. Пусто – показывать всегда.",
        "A text with fields; where it comes to nothing the element is left out. Empty: always shown.",
    ),
}
_TURN = words("Поворот", "Turn", "Градусов по часовой стрелке.", "Degrees clockwise.")

KINDS: Mapping[str, Table] = {
    "text": {
        "text": words(
            "Текст",
            "Text",
            "Поля пишут в фигурных скобках: {name}, {price:money ₽}.",
            "Fields stand in braces: {name}, {price:money ₽}.",
        ),
        **_PLACE,
        "size": words("Высота строки, мм", "Line height, mm", "От строки до строки.", "From line to line."),
        "bold": words("Жирный", "Bold", "Жирные буквы.", "Bold letters."),
        "strike": words("Зачёркнут", "Struck through", "Как старая цена.", "As an old price is."),
        "align": words("По ширине", "Across", "Влево, в середину, вправо.", "Left, centre or right."),
        "stand": words("По высоте", "Upright", "Вверху, в середине, внизу.", "Top, middle or bottom."),
        "wrap": words("Переносить", "Wrap", "Длинный текст идёт на следующую строку.", "Long text goes on below."),
        "fit": words(
            "Уменьшать",
            "Shrink to fit",
            "Что не помещается, печатается мельче, пока читается.",
            "What does not fit is made smaller, as long as it can be read.",
        ),
        "turn": _TURN,
    },
    "barcode": {
        "type": words("Вид кода", "Symbology", "Какой это код.", "Which kind of code it is."),
        "content": words(
            "Содержимое",
            "Content",
            "Цифры или текст кода, поля – в фигурных скобках.",
            "Digits or text; fields in braces.",
        ),
        **_PLACE,
        "text": words("Подпись", "Digits below", "Цифры под линейным кодом.", "Digits below a linear code."),
        "level": words(
            "Запас прочности QR", "QR correction", "Пусто – подбирается сам.", "Empty: chosen by the server."
        ),
        "rotate": words(
            "Можно повернуть",
            "May be turned",
            "Повернуть код, если так он помещается.",
            "Turned where only so it fits.",
        ),
        "turn": _TURN,
    },
    "picture": {
        "file": words(
            "Файл", "File", "Имя картинки в папке шаблонов.", "Name of a picture in the folder of templates."
        ),
        "data": words("Картинка", "Picture", "Сама картинка, если файла нет.", "The picture itself, without a file."),
        **_PLACE,
        "turn": _TURN,
    },
    "line": dict(_PLACE),
    "box": {
        **_PLACE,
        "thickness": words("Толщина, мм", "Thickness, mm", "Толщина рамки.", "Thickness of the frame."),
    },
}
ADVANCED = frozenset({"when", "strike", "stand", "fit", "wrap", "turn", "rotate", "level", "data"})
