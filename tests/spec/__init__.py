"""The measurement as small tables that a statistician can read: input lines, and what must come out of them.

Each chapter holds a title, a text with its source, and cases. `test_spec.py` runs every case through the real
code and compares the result exactly; `render.py` makes `docs/method.md` of the same chapters.
"""
