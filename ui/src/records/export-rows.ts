// Gathers what a table shows for the export: its rows as filtered and sorted, its columns as arranged.
import { commands, type RecordListQuery, type RecordView } from "../api";
import { recall } from "../grid/column-memory";
import { unwrap } from "../kit";
import { plainText, type RecordColumn } from "./columns";
import { csvLines, LINE_END, toCsv } from "./csv";

/** At most so many rows are copied: a spreadsheet and the clipboard take no more at once. */
export const MOST_ROWS = 50_000;
const PAGE = 500;

/** The columns in the order and choice in which the table shows them. */
export function shownColumns(columns: readonly RecordColumn[], storageKey: string): RecordColumn[] {
  const memory = recall(storageKey);
  const isShown = ({ id, defaultHidden }: RecordColumn) =>
    memory?.visibility[id] ?? defaultHidden !== true;
  const place = ({ id, pinned }: RecordColumn) => {
    const at = memory?.order.indexOf(id) ?? -1;
    return pinned === true ? -1 : at < 0 ? columns.length : at;
  };
  return columns.filter(isShown).toSorted((a, b) => place(a) - place(b));
}

/**
 * The whole table as comma-separated values, its first 50,000 rows at most. Each page becomes text as it comes:
 * the window stays free, and no more than a page of records is held. `onRead` is told how many rows there are.
 */
export async function readCsv(
  columns: readonly RecordColumn[],
  query: RecordListQuery,
  onRead: (rows: number) => void,
  isWanted: () => boolean,
): Promise<string> {
  const parts = [rowsToCsv(columns, [])];
  let read = 0;
  while (read < MOST_ROWS && isWanted()) {
    // One after another: the program behind the window has others to answer, too.
    // oxlint-disable-next-line no-await-in-loop
    const page = await unwrap(commands.recordPage(query, read, PAGE));
    if (page.rows.length === 0) {
      break;
    }
    parts.push(linesOf(columns, page.rows.slice(0, MOST_ROWS - read)));
    read += Math.min(page.rows.length, MOST_ROWS - read);
    onRead(read);
    if (read >= page.total) {
      break;
    }
  }
  return parts.join(LINE_END);
}

/** The rows as comma-separated values, with the columns' headers. */
export function rowsToCsv(columns: readonly RecordColumn[], rows: readonly RecordView[]): string {
  return toCsv(
    columns.map(({ header }) => header),
    rows.map((row) => columns.map((column) => plainText(column, row))),
  );
}

function linesOf(columns: readonly RecordColumn[], rows: readonly RecordView[]): string {
  return csvLines(rows.map((row) => columns.map((column) => plainText(column, row))));
}
