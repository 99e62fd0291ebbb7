"""Asks scripts/sweep/ray/search.py for settings, for raySearch.slow.test.ts.

Standard input: {"job": …, "count": n}. Standard output: n settings; each is told to be better the nearer "x" is to 0.2.
"""

import json
import sys

from search import OptunaTpe

order = json.load(sys.stdin)
tpe = OptunaTpe(order["job"])
settings = []
for number in range(order["count"]):
    settings.append(tpe.suggest(str(number)))
    tpe.complete(str(number), {"best": -abs(settings[-1]["x"] - 0.2)}, False)
print(json.dumps(settings))
