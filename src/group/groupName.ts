// Names made of the names of other groups: "C(4) x S(3)", "(C(2) x C(2)) wr S(3)".

/** The parts of a text between a word, outside of all brackets. */
export function splitName(text: string, word: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const piece of text.split(/(\s+[^\s()[\]]+\s+|[()[\]])/)) {
    if (piece === "(" || piece === "[") depth++;
    if (piece === ")" || piece === "]") depth--;
    if (depth === 0 && piece.trim() === word && piece !== word) parts.push("");
    else parts[parts.length - 1] += piece;
  }
  return parts.map((part) => part.trim());
}

/** A name as part of another: in brackets where it has parts itself. */
export const bracketed = (name: string): string => (/\s(x|wr|:)\s/.test(name) ? `(${name})` : name);

/** The text without brackets around all of it. */
export function withoutBrackets(text: string): string {
  if (!(text.startsWith("(") && text.endsWith(")"))) return text;
  let depth = 0;
  for (const [i, letter] of [...text].entries()) {
    if (letter === "(") depth++;
    if (letter === ")" && --depth === 0 && i < text.length - 1) return text;
  }
  return text.slice(1, -1).trim();
}
