"""Writes the node cases of onnx.backend.test as ONNX lays out test data: NAME/model.onnx, NAME/test_data_set_0/input_0.pb …

python generate.py FOLDER
"""

import sys
from pathlib import Path

from onnx import TensorProto, numpy_helper
from onnx.backend.test.loader import load_model_tests


def message(value, port):
    kind = port.type.WhichOneof("value")
    if isinstance(value, TensorProto):
        return value
    write = {
        "sequence_type": numpy_helper.from_list,
        "optional_type": numpy_helper.from_optional,
    }.get(kind, numpy_helper.from_array)
    return write(value, port.name)


def main(out):
    for case in load_model_tests(kind="node"):
        folder = out / case.name
        folder.mkdir(parents=True)
        (folder / "model.onnx").write_bytes(case.model.SerializeToString())
        for i, (inputs, outputs) in enumerate(case.data_sets):
            data = folder / f"test_data_set_{i}"
            data.mkdir()
            graph = case.model.graph
            for name, values, ports in (("input", inputs, graph.input), ("output", outputs, graph.output)):
                for j, (value, port) in enumerate(zip(values, ports)):
                    (data / f"{name}_{j}.pb").write_bytes(message(value, port).SerializeToString())


main(Path(sys.argv[1]))
