// The table of companies.
import { companyColumns } from "./columns";
import { RecordsPage } from "./RecordsPage";

/** The page. */
export function CompaniesPage() {
  return (
    <RecordsPage
      kind="company"
      title="Companies"
      noun="companies"
      columns={companyColumns}
      searches="Name or identifier"
    />
  );
}
