/** Rows as CSV text, fields quoted where they need it (RFC 4180). @param columns the header and the order of fields */
export function toCsv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[columns, ...rows].map((row) => row.map(quote).join(",")).join("\n")}\n`;
}

function quote(field: string): string {
  return /[",\n\r]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
