"""Writes src/data/readers/cif/spaceGroups.ts, the names of the 530 settings of the space groups, and what its test needs, from spglib's tables.

    python3 -m venv /tmp/ase && /tmp/ase/bin/pip install spglib==2.8.0 && /tmp/ase/bin/python golden/hallSymbols.py

Then `npx biome check --write src/data test/golden`.
"""
import json
import zlib
from pathlib import Path

import numpy as np
import spglib

ROOT = Path(__file__).resolve().parents[1]
rows, counts, hashes = [], [], []
for hall in range(1, 531):
    group = spglib.get_spacegroup_type(hall)
    names = dict.fromkeys(name.replace("_", "").replace(" ", "") for name in (group.international_full, group.international_short))
    rows.append(f"{group.number}:{group.choice}:{' '.join(names)}:{group.hall_symbol}")
    symmetry = spglib.get_symmetry_from_database(hall)
    shifts = np.round(symmetry["translations"] * 24).astype(int) % 24
    names = sorted(",".join(map(str, [*r.ravel(), *t])) for r, t in zip(symmetry["rotations"], shifts))
    counts.append(len(names))
    hashes.append(zlib.crc32("\n".join(names).encode()))
# The backslash of the JSON text would be one of the template, too.
table = "\n".join(rows)
assert "`" not in table and "\\" not in table
(ROOT / "src/data/readers/cif/spaceGroups.ts").write_text(f"""// The 530 settings of the space groups in the order of Hall's table, written by golden/hallSymbols.py: number, axes or origin, Hermann-Mauguin
// names, Hall symbol. @source International Tables A; spglib 2.8.0 (BSD-3-Clause)
export const spaceGroups = `
{table}
`
  .trim()
  .split("\\n")
  .map((row) => {{
    const [number, setting, names, hall] = row.split(":") as [string, string, string, string]; // as written above
    return {{ number: Number(number), setting, names: names.split(" "), hall }};
  }});
""")
(ROOT / "test/golden/structures/hallSymbols.json").write_text(json.dumps({"source": "spglib 2.8.0: operations of each Hall number, and crc32 of their sorted names", "counts": counts, "hashes": hashes}, separators=(",", ":")) + "\n")
