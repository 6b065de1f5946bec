// Rows as comma-separated values that a spreadsheet reads as text, never as formulas.

/** Lines end as RFC 4180 says. */
export const LINE_END = "\r\n";

/** A head line and a line for each row; every value in quotes. */
export function toCsv(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return csvLines([head, ...rows]);
}

/** A line for each row. */
export function csvLines(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(quoted).join(",")).join(LINE_END);
}

/** A spreadsheet takes what begins like this for a formula, also behind spaces and line breaks. */
const FORMULA = /^(?:\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/u;

function quoted(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
