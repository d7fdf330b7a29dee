// A scene drawn as SVG, which turns under the pointer and the arrow keys.
import { elementSymbols, type Structure } from "../../src/data/index.js";
import { type Matrix, multiply } from "../../src/group/matrix.js";
import { rotationOfAxisAngle } from "../../src/group/rotation.js";
import { colourOf, inkOn } from "./elementStyle.js";
import { least, type Scene, type Shape, type Sphere, sceneOf, turned } from "./scene.js";

/** Half of the view's width, and what of it a scene fills, in the view's units. */
const [half, filled] = [500, 460];
/** With more atoms, labels would cover each other. */
const mostLabels = 200;
/** What an arrow key turns by. */
const step = Math.PI / 18;
const keys: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-step, 0],
  ArrowRight: [step, 0],
  ArrowUp: [0, -step],
  ArrowDown: [0, step],
};
/** From above and a little from the right, so that no edge of a cube hides another. */
const start = multiply(rotationOfAxisAngle([1, 0, 0], -1.2), rotationOfAxisAngle([0, 0, 1], -0.35));

/**
 * Makes a drawing of an `svg` element.
 * @returns shows a structure with its forces, eV/Å [atoms, 3]; the way it is turned stays
 */
export function viewer(svg: SVGSVGElement): (structure: Structure, forces: ArrayLike<number>) => void {
  let rotation: Matrix = start;
  let shown: { readonly scene: Scene; readonly structure: Structure } | undefined;
  let isDue = false;
  const draw = () => {
    isDue = false;
    if (shown) svg.replaceChildren(...drawn(shown.scene, shown.structure, rotation));
  };
  const turnTo = (next: Matrix) => {
    rotation = next;
    if (!isDue) requestAnimationFrame(draw);
    isDue = true;
  };
  const turnBy = (right: number, down: number) => {
    const [about, over] = [rotationOfAxisAngle([0, 1, 0], right), rotationOfAxisAngle([1, 0, 0], down)];
    turnTo(multiply(multiply(over, about), rotation));
  };
  svg.setAttribute("tabindex", "0"); // or the keys would not come here
  svg.addEventListener("pointerdown", ({ pointerId }) => svg.setPointerCapture(pointerId));
  svg.addEventListener("pointermove", ({ pointerId, movementX, movementY }) => {
    // The middle's surface follows the pointer.
    if (svg.hasPointerCapture(pointerId)) turnBy(...both(movementX, movementY, 2 / svg.clientHeight));
  });
  svg.addEventListener("keydown", (event) => {
    const turn = keys[event.key];
    if (!turn && event.key !== "Home") return;
    event.preventDefault(); // the page is not to scroll
    if (turn) turnBy(...turn);
    else turnTo(start);
  });
  return (structure, forces) => {
    shown = { scene: sceneOf(structure, forces), structure };
    draw();
  };
}

const both = (x: number, y: number, by: number): readonly [number, number] => [x * by, y * by];

function drawn(scene: Scene, structure: Structure, rotation: Matrix): SVGElement[] {
  const zoom = filled / scene.reach;
  const shapes = turned(scene, rotation).map((shape) => elementOf(shape, structure, zoom));
  return [...shapes, ...legend(scene, zoom)];
}

function elementOf(shape: Shape, structure: Structure, zoom: number): SVGElement {
  if (shape.kind === "sphere") return atom(shape, structure, zoom);
  const [from, to] = [shape.from, shape.to].map(([x, y]) => [zoom * x, -zoom * y] as const) as [End, End]; // y is up
  return shape.kind === "arrow" ? arrow(from, to) : line(from, to);
}

type End = readonly [x: number, y: number];

function atom({ atom: i, at, radius }: Sphere, { numbers }: Structure, zoom: number): SVGElement {
  const [x, y, r] = [zoom * at[0], -zoom * at[1], zoom * radius];
  const colour = colourOf(numbers[i]!);
  const symbol = elementSymbols[numbers[i]!]!;
  const circle = svgElement("circle", { cx: x, cy: y, r, fill: colour });
  circle.append(svgElement("title", {}, `${symbol} ${i + 1}`));
  if (numbers.length > mostLabels) return circle;
  const label = svgElement("text", { x, y, fill: inkOn(colour), "font-size": Math.min(r, 40) }, symbol);
  const group = svgElement("g", {});
  group.append(circle, label);
  return group;
}

const line = ([x1, y1]: End, [x2, y2]: End): SVGElement => svgElement("line", { x1, y1, x2, y2 });

/** A shaft and two barbs; what points at or away from the eye is a dot. */
function arrow(from: End, to: End): SVGElement {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  const barb = length > 0 ? Math.min(24, length / 2) / length : 0;
  const barbs = [-1, 1].map((side) => [
    to[0] - barb * (dx + (side * dy) / 2),
    to[1] - barb * (dy - (side * dx) / 2),
  ]) as unknown as [End, End];
  const [start, tip, left, right] = [from, to, ...barbs].map((end) => end.map((x) => x.toFixed(2)).join(" "));
  return svgElement("path", { d: `M${start}L${tip}M${left}L${tip}L${right}` });
}

/** An arrow of a round number of eV/Å, or why there are none. */
function legend({ scale }: Scene, zoom: number): SVGElement[] {
  const [x, y] = [-half + 30, half - 30];
  if (scale === undefined) return [svgElement("text", { x, y, class: "legend" }, `no force reaches ${least} eV/Å`)];
  const force = roundBelow(130 / (scale * zoom));
  const end = x + force * scale * zoom;
  return [arrow([x, y], [end, y]), svgElement("text", { x: end + 20, y, class: "legend" }, `${force} eV/Å`)];
}

/** The largest of 1, 2, 5, 10, … that is not above x. */
function roundBelow(x: number): number {
  const decade = 10 ** Math.floor(Math.log10(x));
  const digit = [5, 2, 1].find((each) => each * decade <= x) ?? 1;
  return Number((digit * decade).toPrecision(1));
}

function svgElement(tag: string, attributes: Readonly<Record<string, string | number>>, text = ""): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, typeof value === "number" ? value.toFixed(2) : value);
  }
  element.textContent = text;
  return element;
}
