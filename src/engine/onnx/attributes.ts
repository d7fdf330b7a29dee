// A node's attributes as plain values.
import { InputError } from "../../error.js";
import { type AttributeProto, AttributeProto_AttributeType as Kind } from "./gen/onnx_pb.js";

export type Attributes = ReadonlyMap<string, AttributeProto>;

/** By name; a reference to an attribute of the function around becomes that attribute, or is left out if it has none. */
export function attributesOf(list: readonly AttributeProto[], where: string, outer?: Attributes): Attributes {
  const found = new Map<string, AttributeProto>();
  for (const each of list) {
    const meant = each.refAttrName ? outer?.get(each.refAttrName) : each;
    if (found.has(each.name)) {
      throw new InputError(where, { expected: "attributes of different names", got: `two named "${each.name}"` });
    }
    if (meant) found.set(each.name, meant);
  }
  return found;
}

const text = new TextDecoder();
const readers = {
  int: [Kind.INT, (a: AttributeProto) => Number(a.i)],
  float: [Kind.FLOAT, (a: AttributeProto) => a.f],
  text: [Kind.STRING, (a: AttributeProto) => text.decode(a.s)],
  ints: [Kind.INTS, (a: AttributeProto) => a.ints.map(Number)],
  floats: [Kind.FLOATS, (a: AttributeProto) => a.floats],
  texts: [Kind.STRINGS, (a: AttributeProto) => a.strings.map((each) => text.decode(each))],
} as const;
type Readers = typeof readers;

/** The value of an attribute. @throws InputError if it is of another type, or missing where nothing is given instead */
export function attribute<K extends keyof Readers>(
  attributes: Attributes,
  kind: K,
  name: string,
  where: string,
  otherwise?: ReturnType<Readers[K][1]>,
): ReturnType<Readers[K][1]> {
  const found = attributes.get(name);
  const [type, read] = readers[kind];
  if (found?.type === type) return read(found) as ReturnType<Readers[K][1]>;
  if (!found && otherwise !== undefined) return otherwise;
  throw new InputError(where, {
    expected: `attribute "${name}" of type ${Kind[type]}`,
    got: found ? (Kind[found.type] ?? `type ${found.type}`) : "none",
  });
}
