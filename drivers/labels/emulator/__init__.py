"""Label printers that print nothing: ZPL II, TSPL, EPL2 and CPCL read as the makers' manuals tell, drawn as pictures.

Nothing here looks at the drivers: two readings of the same manuals catch each other's mistakes.
"""
