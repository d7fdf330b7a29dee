/** What a failed expectation knows about itself; the sentence is built from the parts, so its form cannot drift. */
export interface Expectation {
  readonly expected: string;
  readonly got: string;
  /** Only where the code knows what would help. */
  readonly hint?: string;
}

/** An expectation on user input that did not hold: `where: expected X, got Y. Hint?` */
export class ExpectationError extends Error {
  readonly where: string;
  readonly expectation: Expectation;
  constructor(where: string, expectation: Expectation) {
    const { expected, got, hint } = expectation;
    super(`${where}: expected ${expected}, got ${got}.${hint ? ` ${hint[0]!.toUpperCase()}${hint.slice(1)}` : ""}`);
    this.name = new.target.name;
    this.where = where;
    this.expectation = expectation;
  }
}

/** Shapes, dimensions or data types do not fit. */
export class ShapeError extends ExpectationError {}
/** A representation does not fit: irreps, groups, or an action. */
export class RepError extends ExpectationError {}
/** An argument, option, file or name is not what is wanted. */
export class InputError extends ExpectationError {}
/** The runtime cannot do what was asked: device, data type or op. */
export class RuntimeError extends ExpectationError {}
