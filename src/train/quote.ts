/** The value as short JSON: it may come from a damaged file, megabytes long or with control characters. */
export const quote = (value: unknown): string => {
  if (ArrayBuffer.isView(value)) return value.constructor.name;
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};
