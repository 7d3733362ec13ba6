"""Label printers: ZPL, TSPL, EPL2, CPCL. Their keys are the same."""

from collections.abc import Mapping

from drivers.option_words.printers import BARCODES, CONNECT_TIMEOUT, STATUS, STATUS_TIMEOUT
from drivers.option_words.words import Table, words

WIDTH = words("Ширина этикетки, мм", "Width of a label, mm", "Ширина этикетки.", "The width of the label.")
HEIGHT = words("Высота этикетки, мм", "Height of a label, mm", "Высота этикетки.", "The height of the label.")
DPI = words(
    "Точек на дюйм", "Dots an inch", "Сколько точек на дюйм у печатающей головки.", "How many dots an inch it prints."
)
_LABELS: Table = {
    "connection": words(
        "Подключение",
        "Connection",
        "Как принтер подключён: адрес в сети, порт, USB, файл или очередь печати.",
        "How the printer is connected: an address in the network, a port, USB, a file or a print queue.",
    ),
    "width": WIDTH,
    "height": HEIGHT,
    "dpi": DPI,
    "media": words(
        "Чем разделены этикетки",
        "What parts labels",
        "gap – промежутком, mark – чёрной меткой, continuous – ничем; printer – как настроен принтер.",
        "gap, mark: a black mark, continuous: nothing; printer: as the printer is set.",
    ),
    "gap": words(
        "Промежуток, мм",
        "Gap, mm",
        "Промежуток между этикетками или высота метки; действует, если задано, чем они разделены.",
        "The gap between labels or the height of the mark; counts where it is said what parts them.",
    ),
    "offset": words(
        "Отступ от промежутка, мм",
        "Offset, mm",
        "От промежутка или метки до начала этикетки.",
        "From the gap or mark to where the label begins.",
    ),
    "speed": words(
        "Скорость",
        "Speed",
        "Обычно в дюймах в секунду; 0 – как настроен принтер.",
        "Mostly in inches a second; 0: as the printer is set.",
    ),
    "darkness": words(
        "Темнота",
        "Darkness",
        "У каждого языка принтеров своя шкала; -1 – как настроен принтер.",
        "Each language of printers has its own scale; -1: as the printer is set.",
    ),
    "direction": words(
        "Каким краем вперёд",
        "Which edge first",
        "normal, inverted – вверх ногами; printer – как настроен принтер.",
        "normal, inverted: upside down; printer: as the printer is set.",
    ),
    "x_offset": words(
        "Сдвиг вправо, мм", "Move right, mm", "Сдвинуть всё на этикетке вправо.", "Everything is moved to the right."
    ),
    "y_offset": words("Сдвиг вниз, мм", "Move down, mm", "Сдвинуть всё на этикетке вниз.", "Everything is moved down."),
    "after": words(
        "После этикетки",
        "After a label",
        "tear – отрывать, peel – отделять, cut – резать; printer – как настроен принтер.",
        "tear, peel or cut; printer: as the printer is set.",
    ),
    "cut_every": words("Резать через", "Cut every", "Через сколько этикеток резать.", "After how many labels it cuts."),
    "barcodes": BARCODES,
    "font": words(
        "Шрифт строк без шаблона",
        "Font of plain rows",
        "1 – крупный … 4 – мелкий.",
        "1: the largest … 4: the smallest.",
    ),
    "labels_ahead": words(
        "Отдавать вперёд",
        "Labels ahead",
        "Сколько этикеток отдавать принтеру вперёд.",
        "How many labels the printer is given ahead.",
    ),
    "status": STATUS,
    "status_timeout": STATUS_TIMEOUT,
    "connect_timeout": CONNECT_TIMEOUT,
    "timeout": words(
        "Ждать без движения, с",
        "Wait without progress, s",
        "Сколько секунд ждать без всякого движения.",
        "For how many seconds it is waited without any progress.",
    ),
    "operator_timeout": words(
        "Ждать человека, с",
        "Wait for a person, s",
        "Сколько секунд ждать посреди задания, пока заправят этикетки.",
        "For how many seconds new labels are waited for in the middle of a job.",
    ),
}
TABLES: Mapping[str, Table] = dict.fromkeys(("zpl", "tspl", "epl2", "cpcl"), _LABELS)
