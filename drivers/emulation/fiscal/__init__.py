"""What every emulated register shares: the ФН, the shift, the drawer, the paper."""
