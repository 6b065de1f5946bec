// The plain explanations of the steps that are the same for every vendor.
import type { ConnectorView, SetupStep } from "../api";

/** A paragraph of help with its heading. */
export interface HelpText {
  title: string;
  lines: readonly string[];
}

/** What each step explains about a vendor; Connect is explained by the connector itself. */
export function helpTexts(step: SetupStep, { name, counts }: Pick<ConnectorView, "name" | "counts">): readonly HelpText[] {
  return HELP_TEXTS[step].map(({ title, lines }) => ({
    title,
    lines: lines.flatMap((line) =>
      line === COUNTS ? [counts ? COUNTED : notCounted(name), "Nothing is saved before you press Next or Save & Exit."] : [line],
    ),
  }));
}

/** Stands where the counts are explained. */
const COUNTS = "counts";
const COUNTED = "The counts beside the filters are asked from the vendor as you change them.";
const notCounted = (name: string) =>
  `${name} does not count its records ahead of a sync. What stands beside the switches is what Patchbay has read so far.`;

const HELP_TEXTS: Readonly<Record<SetupStep, readonly HelpText[]>> = {
  connect: [],
  permissions: [
    {
      title: "What the results mean",
      lines: [
        "Granted: a test read brought data.",
        "Granted but no data: the read was allowed, but nothing is there yet, or nothing that these keys may see.",
        "Not permitted: the vendor refused the read. Grant what the row names, then press Re-check.",
        "Not available: this account does not have the feature.",
        "Could not verify: the vendor was slow or not reachable. Nothing is switched off; press Re-check.",
      ],
    },
    {
      title: "Required and optional",
      lines: [
        "The set-up goes on when every required area is granted.",
        "An optional area that is not granted locks its switch in the Sync step. The switch is free again after the right was granted and re-checked.",
        "Only reading is tested. Nothing is changed at the vendor.",
      ],
    },
  ],
  sync: [
    {
      title: "Switches",
      lines: [
        "Each switch turns a part of the sync on or off. What was read before stays here when it is turned off.",
        "A locked switch names the right that is missing. Grant it, then press Re-check in the Permissions step.",
      ],
    },
    {
      title: "Filters",
      lines: [
        "What a filter leaves out is not read at all, even if it is linked to a company of yours.",
        COUNTS,
        "If records are missing later, look here first: a type, status or board may be left out.",
      ],
    },
    {
      title: "What Next does",
      lines: [
        "It saves your choices and starts the sync in the background, which may take a few minutes. You can go on meanwhile.",
        "Going back and forth does not start the same sync twice within two minutes.",
      ],
    },
  ],
  configure: [
    {
      title: "Why statuses are sorted into stages",
      lines: [
        "Every company names its ticket statuses differently. The five stages say how far a ticket is, whatever its status is called.",
        "Several statuses may share a stage. A status without a stage shows no progress, but its tickets are synced all the same.",
      ],
    },
    {
      title: "What takes effect when",
      lines: [
        "The stages and the Closed Statuses count at once: every ticket shows how far it is, and whether it counts as closed.",
        "The other choices are kept for when Patchbay writes to the vendor. This version only reads.",
      ],
    },
    {
      title: "Saved as you go",
      lines: [
        "Changes here are saved as you make them; the line at the top says so.",
        "If the lists look old or empty, wait for the sync that is running, or use Sync PSA Data later.",
      ],
    },
  ],
  import: [
    {
      title: "This step is optional",
      lines: [
        "Companies and people are synced by your settings and filters in any case. Import what you want to use at once, or skip the step and do it later.",
        "People at your customers are not imported here: they come with their companies.",
      ],
    },
    {
      title: "What Complete Setup does",
      lines: [
        "It imports what is ticked first and says what came of every row. Nothing is imported twice: what is linked already is left alone.",
        "Nothing is written to the vendor. Undo takes the whole import back.",
      ],
    },
    {
      title: "Quick Match",
      lines: [
        "It proposes rows that have the name, or the e-mail address, of one of yours, and says which. You select the proposals that are right.",
        "Where several rows look like the same one of yours, or it is linked already, nothing is selected for you.",
      ],
    },
  ],
};
