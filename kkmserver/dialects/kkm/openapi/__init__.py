"""The KkmServer API as OpenAPI 3.1: built when somebody asks for it, out of the models that read the requests."""
