"""Receipts and documents, with everything a dialect can put into them."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from drivers.model import command as commands
from drivers.model.document import (
    AgentData,
    BarcodeLine,
    BarcodeStyle,
    Buyer,
    Cashier,
    CashlessPart,
    Correction,
    ExciseStamp,
    ExtraTag,
    ExtraText,
    IndustryAttribute,
    MarkingCode,
    OperationalAttribute,
    Payments,
    PictureLine,
    Position,
    Receipt,
    Supplier,
    Symbology,
    TextLine,
)
from drivers.model.ffd import AgentSign, ReceiptType, SettlementMethod, TaxSystem, VatRate
from tests.clock import MOSCOW

# Not blank: a dialect takes blank text for none. No halves of surrogate pairs: no UTF-8 has them.
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(lambda text: text if text.strip() else "")
filled = words.filter(bool)
contacts = st.one_of(st.just(""), st.from_regex(r"\+7\d{10}", fullmatch=True), st.just("a@example.com"))
sums = st.integers(0, 10**11)
counts = st.integers(0, 99)
cashiers = st.builds(Cashier, words, words)
days = st.dates(date(1900, 1, 2), date(2100, 1, 1))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(MOSCOW))  # noqa: DTZ001 - it wants them so
bytes_ = st.integers(0, 255)
quantities = st.decimals(Decimal("0.000001"), Decimal(10**6), places=6).map(lambda q: Decimal(f"{q.normalize():f}"))

agents_data = st.builds(
    AgentData,
    operation=filled,
    agent_phone=contacts,
    receiver_phone=contacts,
    transfer_phone=contacts,
    transfer_name=words,
    transfer_address=words,
    transfer_inn=words,
)
suppliers = st.builds(Supplier, name=filled, phone=contacts, inn=words)
markings = st.builds(
    MarkingCode,
    code=filled,
    has_serial=st.booleans(),
    accept_failed_check=st.booleans(),
    stamp_type=words,
    gtin=words,
    serial=words,
    status=st.none() | st.integers(1, 255),
)
industries = st.lists(
    st.builds(IndustryAttribute, authority=filled, date=days, number=filled, value=filled), max_size=2
).map(tuple)
stamps = st.builds(ExciseStamp, barcode=filled, ean=words, volume_litres=quantities)
agents = st.sampled_from(list(AgentSign))

positions = st.builds(
    Position,
    name=filled,
    quantity=quantities,
    price=sums,
    amount=sums,
    vat=st.sampled_from(VatRate),
    method=st.sampled_from(SettlementMethod),
    subject=st.sampled_from((*range(1, 28), *range(30, 34))),
    department=counts,
    measure=st.sampled_from((0, 10, 11, 41, 255)),
    unit=words,
    pack_quantity=st.none() | st.integers(1, 1000),
    country=words,
    customs_declaration=words,
    excise=st.none() | sums,
    attribute=words,
    ean13=words,
    goods_code=words,
    marking=st.none() | markings,
    agent=st.none() | agents,
    agent_data=st.none() | agents_data,
    supplier=st.none() | suppliers,
    stamp=st.none() | stamps,
    industry=industries,
)
printed_positions = st.builds(Position, name=filled, quantity=quantities, price=sums, amount=sums)
texts = st.builds(
    TextLine,
    words,
    st.integers(0, 4),
    st.integers(0, 15),
    bold=st.booleans(),
    wide=st.booleans(),
    tall=st.booleans(),
)
styles = st.builds(
    BarcodeStyle,
    height=st.integers(0, 2000),
    module=st.integers(0, 32),
    text=st.booleans(),
    level=st.sampled_from(("", "L", "M", "Q", "H")),
    rotate=st.booleans(),
)
barcodes = st.builds(BarcodeLine, st.sampled_from(Symbology), filled, styles)
pictures = st.binary(max_size=50).map(lambda rest: PictureLine(b"\x89PNG\r\n\x1a\n" + rest))
plain = st.one_of(texts, barcodes, pictures)

rows = st.lists(st.one_of(plain, positions), max_size=4).map(tuple)
with_goods = st.tuples(rows, positions).map(lambda two: (*two[0], two[1]))
corrections = st.builds(
    Correction,
    by_order=st.booleans(),
    date=days,
    number=words,
    name=words,
    total=st.none() | st.integers(1, 10**11),
    vat=st.dictionaries(st.sampled_from(VatRate), st.integers(1, 10**10)).map(lambda sums: tuple(sorted(sums.items()))),
)
buyers = st.builds(
    Buyer, birth_date=st.none() | days, citizenship=words, document_kind=words, document=words, address=words
).filter(Buyer().__ne__)
operational = st.builds(OperationalAttribute, id=bytes_, data=filled, time=moments)
cashless = st.builds(CashlessPart, amount=st.integers(1, 10**11), kind=bytes_, identifiers=words, details=words)

sold = st.builds(
    Receipt,
    lines=with_goods,
    type=st.sampled_from(ReceiptType),
    payments=st.builds(Payments, sums, sums, sums, sums, sums),
    cashier=cashiers,
    tax_system=st.none() | st.sampled_from(TaxSystem),
    print_paper=st.just(True),
    copies=counts,
    client_address=contacts,
    client_name=words,
    client_inn=words,
    sender_email=words,
    address=words,
    place=words,
    attribute=words,
    user_attribute=st.none() | st.tuples(words, filled),
    agent=st.none() | agents,
    agent_data=st.none() | agents_data,
    supplier=st.none() | suppliers,
    internet=st.booleans(),
    kpp=words,
    tags=st.lists(st.builds(ExtraTag, st.integers(1, 65535), words, st.booleans(), st.booleans()), max_size=2).map(
        tuple
    ),
    texts=st.lists(st.builds(ExtraText, filled, words, st.booleans(), st.booleans()), max_size=2).map(tuple),
    buyer=st.none() | buyers,
    industry=industries,
    operational=st.none() | operational,
    cashless=st.lists(cashless, max_size=2).map(tuple),
)
corrected = st.builds(
    lambda receipt, lines, correction: replace(receipt, lines=lines, correction=correction), sold, rows, corrections
)
receipts = sold | corrected

documents = st.builds(
    commands.PrintDocument, st.lists(st.one_of(plain, printed_positions), max_size=4).map(tuple), counts
)
