import { elementType } from "../elementType.js";
import { importer } from "../importer.js";
import { converted } from "../narrowing.js";

/** Changes of the element type; f16 and bf16 are computed in f32 and not rounded between nodes. */
export const cast = importer("cast", {
  Cast: {
    convert: (node) => converted(node.held(0), elementType(node.int("to"), "onnx: Cast")),
    sizes: (node) => node.known(0),
  },
  CastLike: { convert: (node) => converted(node.held(0), node.type(1)), sizes: (node) => node.known(0) },
});
