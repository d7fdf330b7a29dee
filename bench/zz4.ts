import { readFileSync } from "node:fs";
import { fullyConnected } from "../src/data/neighbours.js";
import { open, runOrt, value, zeros } from "../src/engine/session.js";
import { simplify, nodeCount } from "../src/engine/simplify.js";
import { emit } from "../src/engine/onnx/emit.js";
import { rewrites } from "../src/engine/rewrites/index.gen.js";
import { adam } from "../src/nn/optimizers/index.gen.js";
import { initialize, parameterCount } from "../src/nn/scope.js";
import { bits, fold, key, normal } from "../src/random.js";
import { taskOf } from "../src/zoo/fit.js";
import { trainingStep } from "../src/train/step.js";
import { egnn as method } from "../src/zoo/methods/egnn.js";
const [graphs, particles] = [100, 5]; const nodes = 500; const edges = fullyConnected(particles, graphs);
const random = (name: string) => value(normal(fold(key(0), name), 3 * nodes), [nodes, 3], "f32");
const feeds: any = { position: random("position"), velocity: random("velocity"), target: random("target"),
  charge: value(Float32Array.from(bits(key(1), nodes), (w) => (w >>> 31 ? 1 : -1)), [nodes], "f32"),
  senders: { dtype: "i32", shape: [nodes, 4], data: edges.senders }, reverse: { dtype: "i32", shape: [nodes, 4], data: edges.reverse } };
const task = taskOf(method, method.model, method.config.standard);
const graph = trainingStep(task, { optimizer: adam() });
const P = parameterCount(task.parameters);
const v = (d: Float32Array = new Float32Array(P)) => ({ dtype: "f32", shape: [P], data: d });
Object.assign(feeds, { parameters: v(initialize(task.parameters, key(0))), "optimizer.mean": v(), "optimizer.square": v(), step: value([1], [], "f32"), rate: value([1e-3], [], "f32") });
const into: any = { "next.parameters": v(), "next.optimizer.mean": v(), "next.optimizer.square": v(), loss: zeros([], "f32"), gradientNorm: zeros([], "f32") };
const all = Object.values(rewrites);
const drop = (process.argv[2] ?? "flatMatmul").split(",");
const variants: Record<string, any> = { all, without: all.filter((r) => !drop.includes(r.name)) };
const sessions: any = {};
for (const [k, rw] of Object.entries(variants)) { const g = simplify(graph, { rewrites: rw }); sessions[k] = await open(emit(g), { threads: Number(process.argv[3] ?? 1) }); console.log(k, nodeCount(g)); }
const t: any = {};
for (let i = 0; i < 120; i++) for (const k of i % 2 ? ["all", "without"] : ["without", "all"]) { const a = performance.now(); await runOrt(sessions[k], feeds, into); (t[k] ??= []).push(performance.now() - a); }
for (const k in t) { t[k].sort((a: number, b: number) => a - b); console.log(k, "min", t[k][0].toFixed(2), "q10", t[k][12].toFixed(2), "q25", t[k][30].toFixed(2), "median", t[k][60].toFixed(2)); }
