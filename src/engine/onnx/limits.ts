/** How much of a foreign model is read. */
export interface Limits {
  /** Bytes of the file; 2³¹ − 1 by default, protobuf's own limit. */
  readonly bytes: number;
  /** Nodes, those of subgraphs and functions too, and those that unrolled loops run; 100,000 by default. */
  readonly nodes: number;
  /** How deep subgraphs and functions may nest; 16 by default. */
  readonly depth: number;
  /** Elements of one tensor; 2²⁹ by default. */
  readonly elements: number;
}
export const limits: Limits = { bytes: 2 ** 31 - 1, nodes: 100_000, depth: 16, elements: 2 ** 29 };
