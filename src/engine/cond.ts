import { ShapeError } from "../error.js";
import { batchedGraph } from "./batchedGraph.js";
import { type Dim, printShape } from "./dim.js";
import { filled } from "./grad.js";
import type { Emitter } from "./onnx/emit.js";
import { reshape } from "./ops/reshape.js";
import { where } from "./ops/where.js";
import { bodyOf, type Region, regionOf, regionVjp } from "./region.js";
import { type Mapped, type ResultsRule, withResults } from "./results.js";
import { isFloat, type Tensor } from "./tensor.js";
import type { Tree } from "./trace.js";
import { rebuilt, sameTypes, tensorsOf } from "./trees.js";

/**
 * One of two results, of which only that one is computed (ONNX's If); `where` is better for small ones. Its derivative is
 * that of the branch taken; mapped over conditions (`vmap`), both are computed.
 * @param condition bool []
 * @param ifTrue, ifFalse of the operand; they may use tensors around them, but what does not depend on the operand is
 * computed in any case. Their results agree in structure, shapes and data types
 * @throws ShapeError if they do not, or the condition is not one boolean
 * @example cond(greater(sum(x), 0), (x) => log(x), (x) => x, x)
 */
export function cond<Operand extends Tree, Result extends Tree>(
  condition: Tensor,
  ifTrue: (operand: Operand) => Result,
  ifFalse: (operand: Operand) => Result,
  operand: Operand,
): Result {
  if (condition.dtype !== "bool" || condition.shape.length !== 0) {
    throw new ShapeError("cond", {
      expected: "a condition bool []",
      got: `${condition.dtype} ${printShape(condition.shape)}`,
      hint: "where(condition, x, y) chooses elementwise",
    });
  }
  const operands = tensorsOf(operand);
  let result: Result | undefined;
  const yes = regionOf(operands, (inputs) => {
    result = ifTrue(rebuilt(operand, inputs));
    return tensorsOf(result);
  });
  const no = regionOf(operands, (inputs) => sameTypes("cond", result!, ifFalse(rebuilt(operand, inputs))));
  return rebuilt(result!, branched(condition, operands, yes, no));
}

interface Branch {
  readonly region: Region;
  readonly captures: readonly Tensor[];
}

/** A node with the inputs [condition, operands, captures of one branch, captures of the other]. */
function branched(condition: Tensor, operands: readonly Tensor[], yes: Branch, no: Branch): Tensor[] {
  const inputs = [condition, ...operands, ...yes.captures, ...no.captures];
  return withResults(rule, inputs, { yes: () => yes.region, no: () => no.region }, yes.region.outputs);
}

/** The parts of a node, and of a list as long as its inputs. */
function partsOf<T>(node: Tensor, [condition, ...list]: readonly T[]) {
  const regions = node.attributes as unknown as { yes: () => Region; no: () => Region };
  const [yes, no] = [regions.yes(), regions.no()];
  const first = yes.inputs.length;
  const second = first + yes.captured.length;
  const [operands, ofYes, ofNo] = [list.slice(0, first), list.slice(first, second), list.slice(second)];
  return { condition: condition!, yes, no, operands, ofYes, ofNo };
}

const rule: ResultsRule = {
  name: "cond",
  emit: emitIf,
  resultsVjp: backwards,
  batched: batchedBranches,
  bodies: (node) => {
    const { yes, no } = node.attributes as unknown as { yes: () => Region; no: () => Region };
    return [yes().outputs, no().outputs];
  },
};

/** A condition between both derivatives; all that they use is operands, so that they stay inside the branches. */
function backwards(node: Tensor, cotangents: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
  const { condition, yes, no, operands, ofYes, ofNo } = partsOf(node, node.inputs);
  const given = cotangents.flatMap((g, i) => (g ? [i] : []));
  const all = [...operands, ...ofYes, ...ofNo];
  const places = all.flatMap((x, i) => (isFloat(x) ? [i] : []));
  const [first, second] = [operands.length, operands.length + ofYes.length];
  const branch = (region: Region, start: number, end: number) =>
    regionOf([...all, ...given.map((i) => cotangents[i]!)], (inputs) => {
      const g = (i: number) => inputs[all.length + given.indexOf(i)];
      const found = regionVjp(region, inputs.slice(0, first), inputs.slice(start, end), (i) =>
        given.includes(i) ? g(i) : undefined,
      );
      const of = (i: number) => (i < first ? found.inputs[i] : found.captured[i - start]);
      return places.map((i) => (i < first || (i >= start && i < end) ? of(i)! : filled(0, all[i]!)));
    });
  const operandsOfBoth = [...all, ...given.map((i) => cotangents[i]!)];
  const found = branched(condition, operandsOfBoth, branch(yes, first, second), branch(no, second, all.length));
  return [undefined, ...all.map((_, i) => found[places.indexOf(i)])];
}

function batchedBranches(node: Tensor, inputs: readonly Mapped[], size: Dim): readonly Tensor[] {
  const { condition, yes, no, operands, ofYes, ofNo } = partsOf(node, inputs);
  const results = (region: Region, captures: readonly Mapped[], given: readonly Tensor[]) => {
    const sources = new Map<Tensor, Mapped>(region.captured.map((x, i) => [x, captures[i]!]));
    region.inputs.forEach((x, i) => {
      sources.set(x, { x: given[i]!, isMapped: operands[i]!.isMapped });
    });
    return batchedGraph(region.outputs, sources, size);
  };
  const given = operands.map(({ x }) => x);
  if (!condition.isMapped) {
    const branch = (region: Region, captures: readonly Mapped[]) =>
      regionOf(given, (own) => results(region, captures, own));
    return branched(condition.x, given, branch(yes, ofYes), branch(no, ofNo));
  }
  const [a, b] = [results(yes, ofYes, given), results(no, ofNo, given)];
  const beside = (x: Tensor) => reshape(condition.x, [size, ...x.shape.slice(1).map(() => 1)]);
  return a.map((x, i) => where(beside(x), x, b[i]!));
}

function emitIf(emitter: Emitter, names: readonly string[], node: Tensor): string {
  const { yes, no, operands, ofYes, ofNo } = partsOf(node, node.inputs);
  const named = partsOf(node, names);
  const used = [...emitter.used(node)].sort((a, b) => a - b);
  // A branch has no inputs of its own: it takes the operands from around it.
  const body = ({ inputs, captured, outputs }: Region, captures: readonly Tensor[], from: readonly string[]) => {
    const taken = { inputs: [], captured: [...inputs, ...captured], outputs };
    const wanted = used.map((i) => outputs[i]!);
    return bodyOf(emitter, taken, wanted, [...operands, ...captures], [...named.operands, ...from]);
  };
  const found = emitter.nodes("If", [named.condition], used.length, {
    then_branch: body(yes, ofYes, named.ofYes),
    else_branch: body(no, ofNo, named.ofNo),
  });
  return yes.outputs.map((_, i) => found[used.indexOf(i)] ?? "-").join(" ");
}
