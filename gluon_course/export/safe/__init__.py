"""A model folder from a stranger: what is checked before MXNet's parsers see a file.

``reading`` takes bytes and JSON within limits, ``operators`` and ``graph`` compare
graphs with a list of what they may do.
"""
