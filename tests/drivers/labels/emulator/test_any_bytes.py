"""No bytes at all break a printer, and how they are cut up on the way changes nothing."""

from hypothesis import given
from hypothesis import strategies as st

from drivers.labels.emulator.languages import interpreter
from drivers.labels.emulator.machine import Machine

NUMBER = st.integers(-3, 40000).map(lambda value: b"%d" % value)
# What commands are put together of; | stands between the pieces.
WORDS = {
    "zpl": (
        b"^XA|^XZ|^FO|^FT|^FD|^FS|^FH_|^GB|^GD|^GFA,|^GFB,|^BY|^BCN|^BEN|^BQN,2,|^BXN|^B7N|^BON|^B2|^B3|^BA|"
        b"^PQ2|^PW|^LL|^LH|^POI|^A0N|^CI28|^CC+|+CC^|~HS|~JA|~JR|~SD15|~PP|~PS|QA,x|>;>8|_1|:Z64:|hFF,!:|,|"
        b"abc|12|\r\n"
    ),
    "tspl": (
        b"SIZE |GAP |CLS\n|BAR |BOX |BITMAP |,0,|QRCODE |BARCODE |DMATRIX |PDF417 |AZTEC |TEXT |PRINT |"
        b'"128"|"x"|,A,0,|mm,|L,|M2,|x4,|SET CUTTER |DIRECTION |REFERENCE |SHIFT |ERASE |REVERSE |\x1b!?|'
        b"\x1b!S|\x1b!.|\x1b!R|~!T|,|\n|\r\n|c126,"
    ),
    "epl2": (
        b'N\n|q|Q|R|O|Z|S|D|GW|LO|LW|LE|LS|X|A|B|b|P|P1\n|US\n|UQ\n|^ee\n|^@\n|"x"|,|,N,|,1,|,E30,|,P,|,D,|'
        b",Q,|f0,|\n|\r\n"
    ),
    "cpcl": (
        b"! 0 200 200 90 1\n|PW |PRINT\n|CG |EG |BOX |LINE |IL |B |VB |QR |MA,x\n|ENDQR\n|PDF-417 |ENDPDF\n|"
        b"DATAMATRIX |ENDDATAMATRIX\n|128 |EAN13 |T |CENTER\n|BT |SETMAG | |FF|\n|\x1bh|\x1bi|\x1bN|\x1bv|"
        b"JOURNAL\n|ABORT\n| 1 | 2 "
    ),
}


def tokens(language: str) -> st.SearchStrategy[bytes]:
    words = WORDS[language].split(b"|")
    return st.lists(st.one_of(st.sampled_from(words), NUMBER, st.binary(max_size=6)), max_size=25).map(b"".join)


JOBS = st.sampled_from(sorted(WORDS)).flatmap(lambda language: st.tuples(st.just(language), tokens(language)))


def outcome(language: str, chunks: list[bytes]) -> tuple[object, ...]:
    machine = Machine(interpreter(language))
    answers = b"".join(machine.feed(chunk) for chunk in chunks)
    return list(machine.labels), machine.printed, machine.unknown, answers, machine.pending


@given(JOBS, st.integers(1, 7))
def test_chunking_does_not_matter(job: tuple[str, bytes], step: int) -> None:
    language, data = job
    chunks = [data[place : place + step] for place in range(0, len(data), step)]
    assert outcome(language, chunks) == outcome(language, [data])


@given(st.sampled_from(sorted(WORDS)), st.binary(max_size=300))
def test_noise(language: str, data: bytes) -> None:
    outcome(language, [data])
