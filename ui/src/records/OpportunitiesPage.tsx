// The table of opportunities.
import { opportunityColumns } from "./columns";
import { RecordsPage } from "./RecordsPage";

/** The page. */
export function OpportunitiesPage() {
  return (
    <RecordsPage
      kind="opportunity"
      title="Opportunities"
      noun="opportunities"
      columns={opportunityColumns}
      searches="Name or company"
    />
  );
}
