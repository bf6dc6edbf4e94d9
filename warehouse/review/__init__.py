"""The review: who decided what about a candidate, and the pure rules that say what may be published."""
