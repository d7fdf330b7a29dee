"""Writes test/golden/onnxNodes.json: the smallest node case of each operator, of onnx.backend.test, as base64 of its files.

bash scripts/onnxNodes/setup.sh
runs/onnxNodes/.venv/bin/python golden/onnxNodes.py

Of the cases of one operator it takes the one of fewest bytes whose values are tensors of floats, integers of 8 bits and
more, and booleans, none empty; operators whose smallest is above 12 kB are left to `npm run onnx:nodes`.
"""

import base64
import json
from pathlib import Path

from onnx import TensorProto, numpy_helper
from onnx.backend.test.loader import load_model_tests

PLAIN = {getattr(TensorProto, name) for name in "FLOAT DOUBLE FLOAT16 INT8 INT16 INT32 INT64 UINT8 UINT16 UINT32 UINT64 BOOL".split()}
LIMIT = 12_000


def is_plain(model):
    ports = [*model.graph.input, *model.graph.output]
    return all(port.type.HasField("tensor_type") and port.type.tensor_type.elem_type in PLAIN for port in ports)


def encoded(values, ports):
    protos = [v if isinstance(v, TensorProto) else numpy_helper.from_array(v, p.name) for v, p in zip(values, ports)]
    return [base64.b64encode(each.SerializeToString()).decode() for each in protos]


def main():
    best = {}
    for case in load_model_tests(kind="node"):
        graph = case.model.graph
        if len(graph.node) != 1 or not is_plain(case.model):
            continue
        inputs, outputs = case.data_sets[0]
        if any(0 in getattr(each, "shape", ()) for each in inputs):
            continue
        model = base64.b64encode(case.model.SerializeToString()).decode()
        found = {"name": case.name, "model": model, "inputs": encoded(inputs, graph.input), "outputs": encoded(outputs, graph.output)}
        operator = ".".join(filter(None, [graph.node[0].domain, graph.node[0].op_type]))
        if len(json.dumps(found)) < min(LIMIT, len(json.dumps(best.get(operator, " " * LIMIT)))):
            best[operator] = found
    out = Path(__file__).parent.parent / "test/golden/onnxNodes.json"
    lines = ",\n".join(f"{json.dumps(operator)}: {json.dumps(best[operator])}" for operator in sorted(best))
    out.write_text("{\n" + lines + "\n}\n")


main()
