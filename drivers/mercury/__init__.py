"""Registers Меркурий through INECRMAN, the maker's own service, in JSON over HTTP."""
