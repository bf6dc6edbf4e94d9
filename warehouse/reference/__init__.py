"""Reference data: the code lists, targets, published figures and check figures that the measurement goes by.

Every file is data with its source beside it (``sources.toml``, and in prose ``README.md``).
"""
