// Companies: as the vendors know them, and our own that they are linked to.
import { Tabs } from "@mantine/core";

import { Page, useSearchState, type ViewSearch } from "../kit";
import { AsOf } from "./AsOf";
import { companyColumns } from "./columns";
import { OwnCompaniesTab } from "./OwnCompaniesTab";
import classes from "./records.module.css";
import { RecordsTable } from "./RecordsTable";

/** The page. */
export function CompaniesPage() {
  const [{ tab }, setView] = useSearchState(parse);
  return (
    <Page
      fill
      title="Companies"
      description={
        tab === "own" ? (
          "Companies of yours in Patchbay, with the vendors’ companies that each one is."
        ) : (
          <AsOf kind="company" />
        )
      }
    >
      <Tabs
        value={tab}
        onChange={(value) =>
          setView({ tab: value === "own" ? "own" : "records", search: undefined, open: undefined, sort: undefined })
        }
        className={classes["tabs"]}
      >
        <Tabs.List>
          <Tabs.Tab value="records">At the vendors</Tabs.Tab>
          <Tabs.Tab value="own">Your companies</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="records" className={classes["panel"]}>
          <RecordsTable
            kind="company"
            title="Companies"
            noun="companies"
            columns={companyColumns}
            searches="Name or identifier"
          />
        </Tabs.Panel>
        <Tabs.Panel value="own" className={classes["panel"]}>
          <OwnCompaniesTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

interface CompaniesView {
  tab: "records" | "own";
  search?: string | undefined;
  open?: string | undefined;
  sort?: string | undefined;
}

function parse(search: ViewSearch): CompaniesView {
  return { tab: search.tab === "own" ? "own" : "records" };
}
