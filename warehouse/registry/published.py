"""Every table that readers get: the marts, what their codes mean, and the years."""

from __future__ import annotations

from warehouse.registry.calendar import CALENDAR
from warehouse.registry.codes import CODES
from warehouse.registry.public import PUBLIC_MARTS

#: Tables about the marts: made when a release is written, and of no figures.
ABOUT = {mart.name: mart for mart in (CODES, CALENDAR)}
#: In the order in which they are written.
PUBLISHED = PUBLIC_MARTS | ABOUT
