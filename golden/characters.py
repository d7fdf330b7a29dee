"""Writes character tables that GAP computes, for the tests of src/group: test/golden/{characters,permutationCharacters}.txt.

    apt-get install gap-core gap-smallgrp gap-cryst && python3 golden/characters.py

- Every non-abelian group of order <= 60 (SmallGrp library) as permutations, and some larger ones, with class representatives.
- The groups of the index by name, each built by GAP's own constructors; the point groups from the cryst package's tables of
  space groups in the standard setting.
A block of lines a group: classes as order:size; the values that occur, c*k/n for c e^(2 pi i k/n); a word for each irrep with one
letter a class, "!" for the first value, then on in ASCII; Frobenius-Schur indicators; permutations as words, "!" for point 0.
"""
import json
import subprocess
import tempfile
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "test" / "golden"

# The first space group of each point group.
POINT = {
    "1": 1, "-1": 2, "2": 3, "m": 6, "2/m": 10, "222": 16, "mm2": 25, "mmm": 47, "4": 75, "-4": 81, "4/m": 83, "422": 89, "4mm": 99,
    "-42m": 111, "4/mmm": 123, "3": 143, "-3": 147, "32": 150, "3m": 156, "-3m": 164, "6": 168, "-6": 174, "6/m": 175, "622": 177,
    "6mm": 183, "-6m2": 187, "6/mmm": 191, "23": 195, "m-3": 200, "432": 207, "-43m": 215, "m-3m": 221,
}
NAMED = {
    **{f"C({n})": f"CyclicGroup({n})" for n in range(1, 61)},
    **{f"D({n})": f"DihedralGroup({2 * n})" for n in range(1, 31)},
    **{f"Q({n})": f"DicyclicGroup({n})" for n in range(8, 61, 4)},
    **{f"S({n})": f"SymmetricGroup({n})" for n in range(1, 8)},
    **{f"A({n})": f"AlternatingGroup({n})" for n in range(1, 9)},
    "T": "AlternatingGroup(4)", "O": "SymmetricGroup(4)", "I": "AlternatingGroup(5)",
    "2T": "SL(2,3)", "2O": "SmallGroup(48,28)", "2I": "SL(2,5)",
    "C(4) x S(3)": "DirectProduct(CyclicGroup(4), SymmetricGroup(3))",
    "C(2) x C(2) x C(2)": "ElementaryAbelianGroup(8)",
    "Q(8) x Q(8)": "DirectProduct(QuaternionGroup(8), QuaternionGroup(8))",
    "Q(8) x D(3)": "DirectProduct(QuaternionGroup(8), DihedralGroup(6))",
    "A(4) x C(3)": "DirectProduct(AlternatingGroup(4), CyclicGroup(3))",
    "C(7) : C(3) by 2": "SmallGroup(21,1)",
    "C(8) : C(2) by 3": "SmallGroup(16,8)",
    "C(5) : C(4) by 2": "SmallGroup(20,3)",
    "C(2) wr S(2)": "WreathProduct(Group((1,2)), SymmetricGroup(2))",
    "C(2) wr S(3)": "WreathProduct(Group((1,2)), SymmetricGroup(3))",
    "S(3) wr C(2)": "WreathProduct(SymmetricGroup(3), SymmetricGroup(2))",
    "C(2) wr A(4)": "WreathProduct(Group((1,2)), AlternatingGroup(4))",
    "Aut(10: 0-1 1-2 2-3 3-4 4-0 0-5 1-6 2-7 3-8 4-9 5-7 7-9 9-6 6-8 8-5)": "SymmetricGroup(5)",
    **{name: f"PointGroup(SpaceGroupIT(3, {n}))" for name, n in POINT.items()},
}
LARGER = {
    "PSL(2,7)": "PSL(2,7)", "PSL(2,8)": "PSL(2,8)", "PSL(2,11)": "PSL(2,11)", "PSL(3,3)": "PSL(3,3)", "M11": "MathieuGroup(11)",
    "PSU(3,3)": "PSU(3,3)", "2^(1+4)+": "ExtraspecialGroup(32,\"+\")", "2^(1+4)-": "ExtraspecialGroup(32,\"-\")",
    "2^(1+6)-": "ExtraspecialGroup(128,\"-\")", "3^(1+2)": "ExtraspecialGroup(27,\"+\")", "SL(2,7)": "SmallGroup(336,114)", "GL(2,3)": "GL(2,3)",
}

GAP = r"""
LoadPackage("smallgrp");; LoadPackage("cryst");;
SetPrintFormattingStatus("*stdout*", false);;
number := function(x) local n, c; if IsInt(x) then return String(x); fi; n := Conductor(x); c := CoeffsCyc(x, n);
  return Concatenation("[", JoinStringsWithSeparator(List(Filtered([1..n], k -> c[k] <> 0), k -> Concatenation("[", String(c[k]), ",", String(k-1), ",", String(n), "]")), ","), "]"); end;;
moves := function(g, n) return List([1..n], i -> i^g - 1); end;;
Print(GAPInfo.Version, "\n");
show := function(key, G, permutations) local H, t, n;
  H := G; if permutations then H := Image(SmallerDegreePermutationRepresentation(Image(IsomorphismPermGroup(G)))); fi;
  t := CharacterTable(H); Irr(t);
  Print("{\"key\":\"", key, "\",\"classes\":", List([1..Length(ConjugacyClasses(t))], k -> [OrdersClassRepresentatives(t)[k], SizesConjugacyClasses(t)[k]]));
  Print(",\"irreps\":[", JoinStringsWithSeparator(List(Irr(t), x -> Concatenation("[", JoinStringsWithSeparator(List(x, number), ","), "]")), ","), "]");
  Print(",\"indicators\":", Indicator(t, 2));
  if permutations then n := LargestMovedPoint(H);
    Print(",\"generators\":", List(SmallGeneratingSet(H), g -> moves(g, n)), ",\"representatives\":", List(ConjugacyClasses(t), c -> moves(Representative(c), n))); fi;
  Print("}\n"); end;;
for n in [1..60] do for G in AllSmallGroups(n) do if not IsAbelian(G) then show(JoinStringsWithSeparator(IdGroup(G), ","), G, true); fi; od; od;
"""
GAP += "".join(f"show(\"{key}\", {made}, true);\n" for key, made in LARGER.items())
GAP += "".join(f"show(\"{key}\", {made}, false);\n" for key, made in NAMED.items())

with tempfile.NamedTemporaryFile("w", suffix=".g") as script:
    script.write(GAP)
    script.flush()
    said = subprocess.run(["gap", "-q", script.name], stdin=subprocess.DEVNULL, text=True, capture_output=True, check=True).stdout

LETTERS = "".join(chr(c) for c in range(33, 127))


def letter(value, known):
    if value not in known:
        known.append(value)
    return LETTERS[known.index(value)]


def text(value):
    return str(value) if isinstance(value, int) else "+".join(f"{c}*{k}/{n}" for c, k, n in value)


def table(raw):
    values = []
    irreps = ["".join(letter(value, values) for value in row) for row in raw["irreps"]]
    lines = [
        "classes " + " ".join(f"{order}:{size}" for order, size in raw["classes"]),
        "values " + " ".join(text(value) for value in values),
        "irreps " + " ".join(irreps),
        "indicators " + " ".join(map(str, raw["indicators"])),
    ]
    for key in ("generators", "representatives"):
        if key in raw:
            lines.append(f"{key} " + " ".join("".join(LETTERS[i] for i in permutation) for permutation in raw[key]))
    return lines


def write(name, tables):
    blocks = ["\n".join(["group " + key, *lines]) for key, lines in tables.items()]
    (OUT / name).write_text("\n\n".join([f"source GAP {version}, packages SmallGrp and Cryst", *blocks]) + "\n")


version, *said = said.splitlines()
permutations, tables = {}, {}
for line in said:
    if not line.startswith("{"):
        raise SystemExit(f"GAP says {line}")
    raw = json.loads(line)
    (permutations if "generators" in raw else tables)[raw["key"]] = table(raw)
OUT.mkdir(parents=True, exist_ok=True)
write("permutationCharacters.txt", permutations)
write("characters.txt", tables)
print(len(permutations), "permutation groups,", len(tables), "names")
