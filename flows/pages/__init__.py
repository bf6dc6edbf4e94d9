"""The pages of a candidate: report, factsheet, quality report and index, on one kit; none knows another."""
