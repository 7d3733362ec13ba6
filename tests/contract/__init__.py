"""What every register driver does in the same way: one suite, a stand for each family of devices.

A family is added by a module with its `Stand` and a row in `families.FAMILIES`; all tests here then run with it.
"""
