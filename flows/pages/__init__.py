"""The pages of a candidate: report and factsheet, on one kit; neither knows the other."""
