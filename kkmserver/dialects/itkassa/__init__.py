"""The Анти Касса API (itkassa, QKkmServer): jobs in a queue, results by callback. Source: spec/itkassa.md."""
