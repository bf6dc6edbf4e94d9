"""The flows and the command line: thin verbs in order.

The environment is set here, before anything imports Prefect: it reads these names when it is imported.
"""

from __future__ import annotations

import os

os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
os.environ["DO_NOT_TRACK"] = "1"
# Our errors are one line; Prefect's console log would add a stack trace to each. What runs say goes to their own logs.
os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
os.environ.setdefault("PREFECT_LOGGING_LOGGERS_PREFECT_FLOW_RUNS_LEVEL", "INFO")
# So often a run says that it lives: one that does not is `Crashed` within minutes (flows/automations.py).
os.environ.setdefault("PREFECT_FLOWS_HEARTBEAT_FREQUENCY", "30")
# The temporary server takes 10 to 20 s to start on a quiet machine, longer than Prefect waits on a busy one.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")
