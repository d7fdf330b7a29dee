import { printShape, sameShape } from "../../dim.js";
import { flip, reshape, slice, stack } from "../../ops/index.gen.js";
import { constant } from "../../tensor.js";
import { axisOf, lengthOf } from "../axes.js";
import { contents, type Held, held } from "../held.js";
import { importer, type OnnxNode } from "../importer.js";
import { chosenBy } from "../narrowing.js";

/** Branches and loops; what decides about them is known before the graph runs, else both branches are computed. */
export const control = importer("control", {
  If: (node) => {
    const known = node.known(0);
    if (known) return node.run(known[0] === 0 ? "else_branch" : "then_branch", []);
    const [yes, no] = [node.run("then_branch", []), node.run("else_branch", [])];
    return yes.map((each, i) => either(node, each, no[i]!));
  },
  Loop: (node) => loop(node),
  Scan: (node) => (node.version >= 9 ? scan(node) : batched(node)),
});

function either(node: OnnxNode, yes: Held, no: Held): Held {
  if (sameShape(yes.x.shape, no.x.shape) && yes.type === no.type)
    return held(chosenBy(node.x(0), yes.x, no.x), yes.type);
  return node.fail(
    "branches of one shape, or a constant condition",
    [yes, no].map(({ x }) => printShape(x.shape)).join(", "),
  );
}

/** Runs the body until its count or its condition ends it. */
function loop(node: OnnxNode): readonly Held[] {
  const count = node.inputs[0] ? node.number(0) : Number.POSITIVE_INFINITY;
  let going = node.inputs[1] ? node.number(1) !== 0 : true;
  let state = node.inputs.slice(2).map((_, i) => node.held(i + 2));
  const lists: Held[][] = [];
  for (let i = 0; i < count && going; i++) {
    const [more, ...made] = node.run("body", [held(constant(i, [], "i64")), held(constant(1, [], "bool")), ...state]);
    going = numberOf(node, more!) !== 0;
    state = made.slice(0, state.length);
    made.slice(state.length).forEach((each, k) => {
      lists[k] = [...(lists[k] ?? []), each];
    });
  }
  const outputs = node.ports("body").outputs.length - 1 - state.length;
  if (lists.length < outputs) return node.fail("a loop that runs", "none of its turns");
  return [...state, ...lists.map(stacked)];
}

function numberOf(node: OnnxNode, condition: Held): number {
  const [found] = contents(condition) ?? [];
  if (typeof found === "number") return found;
  return node.fail("a condition that is known before the graph runs", "one that it makes");
}

const stacked = (list: readonly Held[]): Held =>
  held(
    stack(
      list.map(({ x }) => x),
      0,
    ),
    list[0]!.type,
  );

/** The body along an axis of each scanned input, some of them from the end. */
function scan(node: OnnxNode): readonly Held[] {
  const scanned = node.int("num_scan_inputs");
  const states = node.inputs.length - scanned;
  const setting = (name: string, i: number) => node.ints(name, [])[i] ?? 0;
  const lists = Array.from({ length: scanned }, (_, i) => {
    const { x, type } = node.held(states + i);
    const axis = axisOf(node, setting("scan_input_axes", i), x.shape.length);
    return turns(node, held(setting("scan_input_directions", i) === 1 ? flip(x, [axis]) : x, type), axis);
  });
  const { state, outputs } = run(
    node,
    node.inputs.slice(0, states).map((_, i) => node.held(i)),
    lists,
  );
  const results = outputs.map((list, i) => {
    const ordered = setting("scan_output_directions", i) === 1 ? [...list].reverse() : list;
    const rank = list[0]!.x.shape.length + 1;
    return held(
      stack(
        ordered.map(({ x }) => x),
        axisOf(node, setting("scan_output_axes", i), rank),
      ),
      list[0]!.type,
    );
  });
  return [...state, ...results];
}

/** The entries of an axis, one by one. */
function turns(node: OnnxNode, { x, type }: Held, axis: number): Held[] {
  const rest = x.shape.filter((_, i) => i !== axis);
  return Array.from({ length: lengthOf(node, x, axis) }, (_, i) => held(reshape(slice(x, axis, i, i + 1), rest), type));
}

function run(node: OnnxNode, start: readonly Held[], lists: readonly (readonly Held[])[]) {
  let state = start;
  const outputs: Held[][] = [];
  (lists[0] ?? []).forEach((_, i) => {
    const made = node.run("body", [
      ...state,
      ...lists.map((list) => list[i] ?? node.fail("scans of one length", "a shorter one")),
    ]);
    state = made.slice(0, start.length);
    made.slice(start.length).forEach((each, k) => {
      outputs[k] = [...(outputs[k] ?? []), each];
    });
  });
  if (outputs.length < node.ports("body").outputs.length - start.length)
    return node.fail("a scan of one turn or more", "none");
  return { state, outputs };
}

/** Before version 9: the lengths of sequences come first, and every input has a batch before its axis. */
function batched(node: OnnxNode): readonly Held[] {
  if (node.inputs[0]) return node.fail("sequences of one length", "lengths");
  const scanned = node.int("num_scan_inputs");
  const all = node.inputs.slice(1).map((_, i) => node.held(i + 1));
  const states = all.length - scanned;
  const items = all.map((each) => turns(node, each, 0));
  const runs = items[0]!.map((_, b) => {
    const lists = items.slice(states).map((list) => turns(node, list[b]!, 0));
    const { state, outputs } = run(
      node,
      items.slice(0, states).map((list) => list[b]!),
      lists,
    );
    return [...state, ...outputs.map(stacked)];
  });
  return runs[0]!.map((_, k) => stacked(runs.map((each) => each[k]!)));
}
