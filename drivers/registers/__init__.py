"""What drivers of cash registers share: from the check of a receipt to the question what became of it.

A family implements `register.Register`; `driver.RegisterDriver` makes a Driver of it.
"""
