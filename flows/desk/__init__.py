"""The desk: a small web application in which stewards decide; what it writes is the trail (docs/spec/review.md)."""
