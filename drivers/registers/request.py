"""What happens if a command to a register is carried out twice: it decides what may be done when an answer is lost."""

from enum import Enum, auto


class Effect(Enum):
    NONE = auto()  # it only asks, or sets what is set already: repeat it at will
    PAPER = auto()  # it prints, cuts, rings: a repeat is seen on paper
    MONEY = auto()  # it changes a receipt, the drawer or the ФН: never repeated before the register is asked
