// The Import step, optional: users and companies, each in a tab; Complete Setup imports what is ticked.
import { Tabs } from "@mantine/core";

import { EmptyState, formatCount } from "../../kit";
import { type StepProps, useReady } from "../step-state";
import { importables, type Importable, type ImportWords } from "./candidates";
import { ImportPanel } from "./ImportPanel";
import { meetingProblem } from "./MeetingAlert";
import { type Import, tally, useImport } from "./use-import";

/** A tab's name: "Users", and in brackets what the vendor calls them where that differs. */
function tabLabel({ heading, vendor }: ImportWords): string {
  return heading === vendor || vendor === "" ? heading : `${heading} (${vendor})`;
}

/** Why Save & Exit waits: what is ticked is kept nowhere. */
function notImported(pending: number): string {
  return pending === 1
    ? "1 ticked row is not imported yet. Import it or untick it before Save & Exit."
    : `${formatCount(pending)} ticked rows are not imported yet. Import or untick them before Save & Exit.`;
}

/** The tabs that the connector offers. `commit` imports whatever is ticked and not imported yet. */
export function ImportStep({
  integration,
  connector,
  onReady,
  wanted,
}: StepProps & {
  /** The tab that a link leads to: it is shown, and switched on. */
  wanted?: Importable | undefined;
}) {
  const [first, second] = importables(connector);
  if (first === undefined) {
    return <NothingOffered connector={connector} onReady={onReady} />;
  }
  return <Offered {...{ integration, connector, onReady, first, second, wanted }} />;
}

function NothingOffered({ connector, onReady }: Pick<StepProps, "connector" | "onReady">) {
  useReady(onReady, { busy: false }, () => Promise.resolve(true));
  return (
    <EmptyState
      title="Nothing to import"
      description={`${connector.name} has neither users nor companies to import.`}
    />
  );
}

function Offered({
  integration,
  connector,
  onReady,
  first,
  second,
  wanted,
}: StepProps & { first: ImportWords; second: ImportWords | undefined; wanted: Importable | undefined }) {
  const one = useImport(integration, first, wanted === first.what);
  const two = useImport(integration, second ?? first, wanted === second?.what);
  const tabs: readonly Import[] = second === undefined ? [one] : [one, two];
  const pending = tabs.reduce((sum, tab) => sum + tab.pending, 0);

  /** Imports tab by tab. A row that failed is shown once, and does not stop a second try of leaving. */
  const commit = async (): Promise<boolean> => {
    let fine = true;
    for (const tab of tabs) {
      if (tab.pending > 0) {
        // Companies come after users, so that one report is shown at a time.
        // oxlint-disable-next-line no-await-in-loop
        const result = await tab.run();
        fine &&= result === "nothing" || (result !== "failed" && tally(result).failed === 0);
      }
    }
    return fine;
  };
  const meeting = tabs.find(({ meetings }) => meetings.length > 0);
  useReady(
    onReady,
    {
      problem: meeting === undefined ? undefined : meetingProblem(meeting.words),
      busy: tabs.some((tab) => tab.busy === "import"),
      unsaved: pending > 0 ? "step" : undefined,
      exitProblem: pending === 0 ? undefined : notImported(pending),
    },
    (how) => (how === "exit" ? Promise.resolve(true) : commit()),
  );
  return (
    <Tabs defaultValue={tabs.find(({ words }) => words.what === wanted)?.words.what ?? first.what}>
      <Tabs.List>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.words.what} value={tab.words.what}>
            {tabLabel(tab.words)}
            {tab.pending > 0 && ` · ${formatCount(tab.pending)} ticked`}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.words.what} value={tab.words.what}>
          <ImportPanel {...{ integration, connector }} owner={tab} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
