"""The pipeline as thin verbs in order, its Prefect flows and the command line."""
