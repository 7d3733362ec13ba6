"""Values in JSON and in XML, as services and registers write them to each other."""
