import { count, type Nd } from "./nd.js";

/** A reference that maps each line along an axis to another line, which may have another length. */
export function alongAxis({ shape, data }: Nd, axis: number, map: (line: number[]) => readonly number[]): Nd {
  const [length, step] = [shape[axis]!, count(shape.slice(axis + 1))];
  const starts = Array.from({ length: count(shape.slice(0, axis)) * step }, (_, i) => i);
  const lines = starts.map((i) => {
    const first = Math.floor(i / step) * length * step + (i % step);
    return map(Array.from({ length }, (_, j) => data[first + j * step]!));
  });
  const size = lines[0]?.length ?? length;
  const out = new Float64Array(lines.length * size);
  lines.forEach((line, i) => {
    const first = Math.floor(i / step) * size * step + (i % step);
    line.forEach((value, j) => {
      out[first + j * step] = value;
    });
  });
  return { shape: shape.map((dim, i) => (i === axis ? size : dim)), data: out };
}
