// Gathers what a table shows for the export: its rows as filtered and sorted, its columns as arranged.
import { commands, type RecordListQuery, type RecordView } from "../api";
import { recall } from "../grid/column-memory";
import { unwrap } from "../kit";
import { plainText, type RecordColumn } from "./columns";
import { toCsv } from "./csv";

/** At most so many rows are copied: the clipboard is no place for more. */
export const MOST_ROWS = 5_000;
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

/** Rows of the whole table, the first 5,000 at most. `onRead` is told how many there are so far. */
export async function readRows(
  query: RecordListQuery,
  onRead: (rows: number) => void,
  isWanted: () => boolean,
): Promise<RecordView[]> {
  const rows: RecordView[] = [];
  while (rows.length < MOST_ROWS && isWanted()) {
    // One after another: the program behind the window has others to answer, too.
    // oxlint-disable-next-line no-await-in-loop
    const page = await unwrap(commands.recordPage(query, rows.length, PAGE));
    rows.push(...page.rows);
    onRead(rows.length);
    if (page.rows.length === 0 || rows.length >= page.total) {
      break;
    }
  }
  return rows.slice(0, MOST_ROWS);
}

/** The rows as comma-separated values, with the columns' headers. */
export function rowsToCsv(columns: readonly RecordColumn[], rows: readonly RecordView[]): string {
  return toCsv(
    columns.map(({ header }) => header),
    rows.map((row) => columns.map((column) => plainText(column, row))),
  );
}
