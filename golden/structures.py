"""Unpacks structure files that ship inside published packages, with what ASE reads in them, for the tests of src/data/readers.

    python3 -m venv /tmp/ase && /tmp/ase/bin/pip install ase==3.29.0
    cd FOLDER && pip download --no-deps moftransformer==2.2.0 && pip download --no-deps --no-binary phonopy phonopy==4.10.0
    pip download --no-deps --no-binary matscipy matscipy==1.3.1
    apt-get download rdkit-data && dpkg-deb -x rdkit-data_*.deb rdkit     # 202209.3-1
    /tmp/ase/bin/python golden/structures.py FOLDER

Files are kept as they are (gzip), or, of a long one, its first molecules. test/golden/structures/README.md says whose they are.
"""
import gzip
import io
import json
import sys
import tarfile
import tempfile
import warnings
import zipfile
from pathlib import Path

import ase
import ase.data
import ase.io
import numpy as np

warnings.simplefilter("ignore")
OUT = Path(__file__).resolve().parents[1] / "test" / "golden" / "structures"
FOLDER = Path(sys.argv[1])
ASE_TESTS = Path(ase.__file__).parent / "test" / "testdata"


def member(pattern, name):
    path = next(FOLDER.rglob(pattern))
    if path.suffix == ".whl":
        return zipfile.ZipFile(path).read(name)
    with tarfile.open(path) as archive:
        return archive.extractfile(f"{path.name[:-7]}/{name}").read()


def rdkit(name, molecules=None):
    text = (FOLDER / "rdkit" / "usr" / "share" / "RDKit" / name).read_bytes()
    if molecules is None:
        return text
    return b"$$$$\n".join(text.replace(b"\r\n", b"\n").split(b"$$$$\n")[:molecules]) + b"$$$$\n"


def moftransformer(name):
    return member("moftransformer-*.whl", f"moftransformer/examples/{name}")


def phonopy(name):
    return member("phonopy-*.tar.gz", name)


def matscipy(name):
    return member("matscipy-*.tar.gz", name)


files = {
    **{path.name: path.read_bytes() for path in sorted((ASE_TESTS / "minerals").glob("*.cif"))},
    "MIBQAR01_FSR.cif": moftransformer("visualize/dataset/test/MIBQAR01_FSR.cif"),
    "core_NEXVET_freeONLY.cif": moftransformer("visualize/dataset/test/core_NEXVET_freeONLY.cif"),
    "MOF-5_cooh_2_573_2.cif": moftransformer("visualize/dataset/test/MOF-5_cooh_2_573_2.cif"),
    "gmof_Uio66Zr-BDC_A_No1.cif": moftransformer("visualize/dataset/test/gmof_Uio66Zr-BDC_A_No1.cif"),
    "DOTSOV01_FSR.cif": moftransformer("visualize/dataset/test/DOTSOV01_FSR.cif"),
    "acs+N270+E33.cif": moftransformer("raw/acs+N270+E33.cif"),
    "Cr.POSCAR": phonopy("example/Cr/POSCAR-unitcell"),
    "Si.POSCAR": phonopy("example/Si/POSCAR-unitcell"),
    "MgB2.POSCAR": phonopy("example/MgB2/POSCAR-unitcell"),
    "Cu.POSCAR": phonopy("example/Cu-QHA/POSCAR-00"),
    "P4mm.POSCAR": phonopy("test/phonon/POSCAR_P4mm"),
    "P4_332.POSCAR": phonopy("test/phonon/POSCAR_P4_332"),
    "NaCl.POSCAR": phonopy("example/NaCl-gruneisen/NaCl-1.00/POSCAR-unitcell"),
    **{f"{name}.xyz": matscipy(f"tests/{name}.xyz") for name in ("cryst_rot_mod", "aSi_N8", "carbon_chain", "glass_min")},
    "committee.xyz": matscipy("tests/committee_data/test_data.xyz"),
    "NaCl.xyz": matscipy("tests/electrochemistry_data/NaCl.xyz"),
    "crack.xyz": matscipy("tests/data/clamped_crack/110_001.xyz"),
    "ethane.extxyz": matscipy("docs/topology/ethane.extxyz"),
    **{name: rdkit(f"Contrib/CalcLigRMSD/data/{name}") for name in
       ("4uzh_JVE.pdb", "4i24_1C9.pdb", "1d4i_BEG.pdb", "3w2c_N15.pdb", "docked_2c6e_JVE_pH74_netcharge1.pdb")},
    "5dpv_head.pdb": b"".join(line for line in rdkit("Contrib/CalcLigRMSD/data/5dpv.pdb").splitlines(True)[:900] if line[:6] != b"ANISOU"),
    "bzr_q1.mol": rdkit("Projects/DbCLI/testData/bzr_q1.mol"),
    "cdk2.sdf": rdkit("Contrib/Fastcluster/testdata/cdk2.sdf", 5),
    "bzr.sdf": rdkit("Projects/DbCLI/testData/bzr.sdf", 5),
    "pubchem.sdf": rdkit("Projects/DbCLI/testData/pubchem.200.sdf", 5),
    "egfr.sdf": rdkit("Contrib/PBF/testData/egfr.sdf", 5),
}
FORMATS = {".cif": "cif", ".POSCAR": "vasp", ".xyz": "extxyz", ".extxyz": "extxyz", ".pdb": "proteindatabank", ".mol": "mol", ".sdf": "sdf"}


def frames(name, data):
    suffix = Path(name).suffix
    text = data.decode()
    if suffix == ".sdf":  # ASE reads the first molecule of a file only
        parts = [part.lstrip("\n") if i else part for i, part in enumerate(text.split("$$$$\n"))][:-1]
        return [ase.io.read(io.StringIO(part), format="sdf") for part in parts]
    if suffix == ".pdb":  # ASE takes all alternative places of an atom for atoms
        text = "".join(line for line in text.splitlines(True) if not (line[:6] in ("ATOM  ", "HETATM") and line[16] not in " A"))
    with tempfile.NamedTemporaryFile("w", suffix=suffix) as file:  # its POSCAR reader asks for the file's name
        file.write(text)
        file.flush()
        found = ase.io.read(file.name, index=":" if FORMATS[suffix] in ("cif", "extxyz", "proteindatabank") else None, format=FORMATS[suffix])
    return found if isinstance(found, list) else [found]


for old in OUT.glob("*.gz"):
    old.unlink()
OUT.mkdir(parents=True, exist_ok=True)
readings = {}
for name, data in files.items():
    try:
        found = frames(name, data)
    except Exception as error:
        print("LEFT OUT", name, type(error).__name__, error)
        continue
    with open(OUT / f"{name}.gz", "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(data)
    readings[name] = [
        {
            "numbers": atoms.numbers.tolist(),
            "positions": [float(f"{x:.13g}") for x in atoms.positions.ravel()],
            "cell": [float(f"{x:.12g}") for x in np.asarray(atoms.cell).ravel()] if atoms.cell.rank == 3 else None,
            "pbc": atoms.pbc.tolist(),
        }
        for atoms in found
    ]
golden = {"source": f"ASE {ase.__version__}", "masses": ase.data.atomic_masses[1:].tolist(), "symbols": ase.data.chemical_symbols[1:], "files": readings}
with open(OUT / "readings.json.gz", "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
    file.write((json.dumps(golden, separators=(",", ":")) + "\n").encode())
print(len(readings), "files,", sum(map(len, readings.values())), "frames")
