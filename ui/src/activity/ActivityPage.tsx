// What happened and what waits: runs, changes of settings, broken references, failed records, audit.
import { Badge, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { brokenReferencesQuery, failedRecordsQuery } from "../frame/queries";
import { formatCount, Page, useSearchState, type ViewSearch } from "../kit";
import { AuditTab } from "./AuditTab";
import { BrokenTab } from "./BrokenTab";
import { ChangesTab } from "./ChangesTab";
import { FailedTab } from "./FailedTab";
import { FindTab } from "./FindTab";
import { RunsTab } from "./RunsTab";
import classes from "./activity.module.css";

const tabs = ["runs", "changes", "broken", "failed", "audit", "find"] as const;
type Tab = (typeof tabs)[number];

/** The page. */
export function ActivityPage() {
  const [{ tab }, setView] = useSearchState(parse);
  const failed = useQuery(failedRecordsQuery).data?.length ?? 0;
  const broken = useQuery(brokenReferencesQuery).data?.length ?? 0;
  return (
    <Page
      fill
      title="Activity"
      description="Every run and what it did, every change of a setting, and who made it."
    >
      <Tabs
        value={tab}
        onChange={(value) => setView({ tab: (value ?? "runs") as Tab, ...ofRuns })}
        className={classes["tabs"]}
      >
        <Tabs.List>
          <Tabs.Tab value="runs">Runs</Tabs.Tab>
          <Tabs.Tab value="changes">Settings changes</Tabs.Tab>
          <Tabs.Tab value="broken" rightSection={<Waiting count={broken} />}>
            Broken references
          </Tabs.Tab>
          <Tabs.Tab value="failed" rightSection={<Waiting count={failed} />}>
            Failed records
          </Tabs.Tab>
          <Tabs.Tab value="audit">Audit</Tabs.Tab>
          <Tabs.Tab value="find">Find a record</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="runs" className={classes["panel"]}>
          <RunsTab />
        </Tabs.Panel>
        <Tabs.Panel value="changes" className={classes["panel"]}>
          <ChangesTab />
        </Tabs.Panel>
        <Tabs.Panel value="broken" className={classes["panel"]}>
          <BrokenTab />
        </Tabs.Panel>
        <Tabs.Panel value="failed" className={classes["panel"]}>
          <FailedTab />
        </Tabs.Panel>
        <Tabs.Panel value="audit" className={classes["panel"]}>
          <AuditTab />
        </Tabs.Panel>
        <Tabs.Panel value="find" className={classes["panel"]}>
          <FindTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** What the address says of the list of runs says nothing of another tab. */
const ofRuns = { search: undefined, sort: undefined, of: undefined, outcome: undefined };

function Waiting({ count }: { count: number }) {
  return count === 0 ? null : (
    <Badge color="orange" size="sm" aria-label={`${formatCount(count)} waiting`}>
      {formatCount(count)}
    </Badge>
  );
}

interface ActivityView extends Partial<Record<keyof typeof ofRuns, string | undefined>> {
  tab: Tab;
}

function parse(search: ViewSearch): ActivityView {
  return { tab: tabs.find((tab) => tab === search.tab) ?? "runs" };
}
