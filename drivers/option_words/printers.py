"""ESC/POS printers, and usual ones behind a spooler."""

from collections.abc import Mapping

from drivers.option_words.words import Table, words

CONNECT_TIMEOUT = words(
    "Ждать соединения, с",
    "Wait for a connection, s",
    "Сколько секунд ждать соединения с устройством.",
    "For how many seconds a connection to the device is waited for.",
)
FONT = words("Обычный шрифт", "Usual font", "1 – крупный … 4 – мелкий.", "1: the largest … 4: the smallest.")
STATUS = words(
    "Спрашивать о состоянии",
    "Ask for the state",
    "auto – если отвечает, on – обязан отвечать, off – не спрашивать.",
    "auto: where it answers, on: it must answer, off: it is not asked.",
)
STATUS_TIMEOUT = words(
    "Ждать ответа о состоянии, с",
    "Wait for the state, s",
    "Сколько секунд ждать ответа принтера.",
    "For how many seconds the printer's answer is waited for.",
)
BARCODES = words(
    "Штрихкоды",
    "Barcodes",
    "auto – как лучше для модели, native – самим принтером, raster – картинкой.",
    "auto: as is best for the model, native: by the printer itself, raster: as a picture.",
)
_ESCPOS: Table = {
    "connection": words(
        "Подключение",
        "Connection",
        "Как принтер подключён: адрес в сети, порт, USB, файл или очередь печати.",
        "How the printer is connected: an address in the network, a port, USB, a file or a print queue.",
    ),
    "profile": words(
        "Модель",
        "Model",
        "Модель из базы python-escpos: TM-T88V и другие; default – обычный принтер 80 мм.",
        "A model of python-escpos' database: TM-T88V and others; default: a usual printer.",
    ),
    "dots": words(
        "Ширина печати в точках",
        "Printing width in dots",
        "576 – 80 мм, 384 – 58 мм; 0 – как у модели.",
        "576: 80 mm, 384: 58 mm; 0: as the model has it.",
    ),
    "columns": words(
        "Знаков шрифта A",
        "Characters of font A",
        "Сколько знаков шрифта A в строке; 0 – как у модели.",
        "How many characters of font A a line has; 0: as the model has it.",
    ),
    "small_columns": words(
        "Знаков шрифта B",
        "Characters of font B",
        "Сколько знаков шрифта B в строке; 0 – как у модели.",
        "How many characters of font B a line has; 0: as the model has it.",
    ),
    "dpi": words(
        "Точек на дюйм",
        "Dots an inch",
        "Для этикеток в миллиметрах; 0 – как у модели.",
        "For labels in millimetres; 0: as the model has it.",
    ),
    "font": FONT,
    "code_page": words(
        "Кодовая страница",
        "Code page",
        "Какими кодами принтер печатает русские буквы: cp866, cp1251 и другие.",
        "The codes of Russian letters in the printer: cp866, cp1251 and others.",
    ),
    "code_page_number": words(
        "Номер кодовой страницы",
        "Number of the code page",
        "Её номер в принтере (ESC t n), его показывает пробная страница; -1 – как у модели.",
        "Its number in the printer (ESC t n), which the test page shows; -1: as the model has it.",
    ),
    "missing": words(
        "Знаки, которых в ней нет",
        "Characters it lacks",
        "raster – печатать строку картинкой, translit – похожими знаками.",
        "raster: the line is printed as a picture, translit: by similar characters.",
    ),
    "cancel_kanji": words(
        "Выключать иероглифы",
        "Switch hieroglyphs off",
        "Выключить иероглифы китайских прошивок.",
        "Switch off the hieroglyphs of Chinese firmware.",
    ),
    "line_spacing": words(
        "Шаг строк", "Line spacing", "В точках; 0 – как у принтера.", "In dots; 0: the printer's own."
    ),
    "density": words(
        "Плотность печати",
        "Density",
        "Темнее или светлее, шагами по 5 %: от -6 до 8.",
        "Darker or lighter, in steps of 5 %: from -6 to 8.",
    ),
    "barcodes": BARCODES,
    "native_codes": words(
        "Свои штрихкоды",
        "Own barcodes",
        "Какие штрихкоды принтер чертит сам сверх того, что знает модель.",
        "Which barcodes the printer draws by itself beyond those of the model.",
    ),
    "graphics": words(
        "Картинки",
        "Pictures",
        "auto – как у модели, raster – GS v 0, column – ESC *, none – не печатать.",
        "auto: as the model has it, raster: GS v 0, column: ESC *, none: not printed.",
    ),
    "cut": words(
        "Отрез",
        "Cut",
        "full – полностью, partial – не до конца, none – не отрезать.",
        "full, partial, or none.",
    ),
    "feed_before_cut": words(
        "Промотка перед отрезом",
        "Feed before the cut",
        "Сколько точек бумаги вывести за нож.",
        "How many dots of paper go beyond the knife.",
    ),
    "drawer_pin": words(
        "Контакт денежного ящика",
        "Pin of the drawer",
        "2 или 5; если ящик не открывается, попробуйте другой.",
        "2 or 5; try the other one where the drawer stays shut.",
    ),
    "pulse_on": words(
        "Импульс ящика, мс", "Drawer pulse, ms", "Длина импульса, миллисекунд.", "How long the pulse is."
    ),
    "pulse_off": words(
        "Пауза после импульса, мс", "Pause after the pulse, ms", "Пауза после импульса, миллисекунд.", "How long it is."
    ),
    "beep": words(
        "Пищать раз", "Beeps", "Сколько раз пищать после документа.", "How many times it beeps after a document."
    ),
    "beep_command": words(
        "Как пищать", "How to beep", "esc-b – китайские принтеры, epson – Epson.", "esc-b: Chinese printers, or epson."
    ),
    "logo": words(
        "Логотип",
        "Logo",
        "Картинка вверху каждого документа: файл рядом с настройками.",
        "A picture at the head of each document: a file beside the settings.",
    ),
    "logo_store": words(
        "Хранить логотип в принтере",
        "Keep the logo in the printer",
        "auto – если он отвечает, printer – всегда, never – никогда.",
        "auto: where it answers, printer: always, never.",
    ),
    "status": STATUS,
    "status_timeout": STATUS_TIMEOUT,
    "confirm": words(
        "Чем доказан конец печати",
        "Proof of the end",
        "auto – чем получится, status – ответом о состоянии, process-id – как у Epson, off – ничем.",
        "auto: by what works, status: by an answer about the state, process-id: as Epson has it, off: by nothing.",
    ),
    "connect_timeout": CONNECT_TIMEOUT,
    "timeout": words(
        "Ждать без движения, с",
        "Wait without progress, s",
        "Сколько секунд ждать, если принтер перестал принимать.",
        "For how many seconds a printer is waited for that takes no more.",
    ),
    "operator_timeout": words(
        "Ждать человека, с",
        "Wait for a person, s",
        "Сколько секунд ждать посреди документа, пока сменят рулон или закроют крышку.",
        "For how many seconds a new roll or a closed cover is waited for in the middle of a document.",
    ),
}
_SPOOLER: Table = {
    "connection": words(
        "Очередь печати",
        "Print queue",
        "Принтер системы: cups:///Имя в Linux и macOS, windows://Имя в Windows.",
        "A printer of the system: cups:///NAME in Linux and macOS, windows://NAME in Windows.",
    ),
    "kind": words(
        "Что печатает", "What it prints", "receipt – документы, label – этикетки.", "receipt: documents, label: labels."
    ),
    "width": words("Ширина листа, мм", "Width, mm", "Ширина листа.", "The width of the paper."),
    "height": words("Высота листа, мм", "Height, mm", "Высота листа; 0 – рулон.", "The height; 0: a roll."),
    "margin": words("Поля, мм", "Margins, mm", "Белые поля со всех сторон.", "White on every side."),
    "dpi": words(
        "Точек на дюйм", "Dots an inch", "300 годится и для 600, и для 1200.", "300 serves 600 and 1200, too."
    ),
    "columns": words(
        "Знаков в строке", "Characters in a line", "0 – сколько помещается по ширине.", "0: as many as the width holds."
    ),
    "font": FONT,
    "format": words(
        "Что отдавать CUPS",
        "What CUPS is sent",
        "auto – PDF, если очередь его принимает, иначе PNG.",
        "auto: PDF where the queue takes it, PNG otherwise.",
    ),
    "labels_per_job": words(
        "Этикеток в задании",
        "Labels in a job",
        "Сколько этикеток партии отдавать одним заданием.",
        "How many labels of a batch go out as one job.",
    ),
    "timeout": words(
        "Ждать ответа очереди, с",
        "Wait for the queue, s",
        "Сколько секунд ждать ответа очереди.",
        "For how many seconds an answer of the queue is waited for.",
    ),
    "job_timeout": words(
        "Ждать задание, с",
        "Wait for a job, s",
        "Сколько секунд может длиться задание; потом оно отменяется.",
        "For how many seconds a job may last; then it is cancelled.",
    ),
}
TABLES: Mapping[str, Table] = {"escpos": _ESCPOS, "spooler": _SPOOLER}
