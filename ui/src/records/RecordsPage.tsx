// A table over the local store as a screen: its title, how fresh it is, and the table.
import { Page } from "../kit";
import { AsOf } from "./AsOf";
import { RecordsTable, type RecordsTableProps } from "./RecordsTable";

/** The page. */
export function RecordsPage(props: RecordsTableProps) {
  return (
    <Page fill title={props.title} description={<AsOf kind={props.kind} />}>
      <RecordsTable {...props} />
    </Page>
  );
}
