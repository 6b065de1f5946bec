// People: contacts and staff as the vendors know them, and the users that were made of them.
import { Tabs } from "@mantine/core";

import { Page, useSearchState, type ViewSearch } from "../kit";
import { AsOf } from "./AsOf";
import { personColumns } from "./columns";
import classes from "./records.module.css";
import { RecordsTable } from "./RecordsTable";
import { UsersTab } from "./UsersTab";

/** The page. */
export function PeoplePage() {
  const [{ tab }, setView] = useSearchState(parse);
  return (
    <Page
      fill
      title="People"
      description={
        tab === "users" ? (
          "Users of your own portal, with the role that each one has and why."
        ) : (
          <AsOf kind="person" />
        )
      }
    >
      <Tabs
        value={tab}
        onChange={(value) =>
          setView({ tab: value === "users" ? "users" : "records", search: undefined, open: undefined })
        }
        className={classes["tabs"]}
      >
        <Tabs.List>
          <Tabs.Tab value="records">Contacts and staff</Tabs.Tab>
          <Tabs.Tab value="users">Users</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="records" className={classes["panel"]}>
          <RecordsTable
            kind="person"
            title="People"
            noun="people"
            columns={personColumns}
            searches="Name, e-mail or company"
          />
        </Tabs.Panel>
        <Tabs.Panel value="users" className={classes["panel"]}>
          <UsersTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

interface PeopleView {
  tab: "records" | "users";
  search?: string | undefined;
  open?: string | undefined;
}

function parse(search: ViewSearch): PeopleView {
  return { tab: search.tab === "users" ? "users" : "records" };
}
