"""One module a migration; `v0002_review.py` follows `v0001_first.py`."""
