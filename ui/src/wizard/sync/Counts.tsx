// Live counts in words: what of a stream is kept, and what a filter keeps by itself.
import { Text, Tooltip } from "@mantine/core";

import type { DryRunView } from "../../api";
import { formatCount } from "../../kit";
import classes from "../wizard.module.css";
import type { Preview } from "./use-preview";

/** "1,204 of 1,877 companies"; none: nothing was counted. */
export function streamWords({ label, total, kept }: DryRunView): string | undefined {
  const name = label.charAt(0).toLowerCase() + label.slice(1);
  if (total !== null && kept !== null && kept !== total) {
    return `${formatCount(kept)} of ${formatCount(total)} ${name}`;
  }
  const count = kept ?? total;
  return count === null ? undefined : `${formatCount(count)} ${name}`;
}

/** What a sync would keep of a stream. `read`: how many are here of an earlier sync. */
export function StreamCount({ preview, stream, read }: { preview: Preview; stream: string; read: number | undefined }) {
  const view = preview.views.find((each) => each.stream === stream);
  if (view === undefined) {
    return preview.busy && preview.views.length === 0 ? <Quiet>counting…</Quiet> : null;
  }
  if (view.problem !== null) {
    return (
      <Tooltip label={`${view.problem.say} ${view.problem.hint}`} multiline maw={360}>
        <Text size="sm" c="dimmed" className={classes["keeps"]} tabIndex={0}>
          {view.label} could not be counted
        </Text>
      </Tooltip>
    );
  }
  return <Quiet busy={preview.busy}>{streamWords(view) ?? readWords(view, read)}</Quiet>;
}

/** Where the vendor does not count: "1,204 customers read so far", or that only reading tells. */
function readWords({ label }: DryRunView, read: number | undefined): string {
  return read === undefined || read === 0
    ? "counted when it is read"
    : `${formatCount(read)} ${label.charAt(0).toLowerCase() + label.slice(1)} read so far`;
}

/** What a filter keeps and drops by itself. */
export function FilterCountWords({
  preview,
  stream,
  filter,
}: {
  preview: Preview;
  stream: string;
  filter: string;
}) {
  const view = preview.views.find((each) => each.stream === stream);
  const kept = view?.filters.find(({ id }) => id === filter)?.kept;
  if (kept === undefined || kept === null) {
    return null;
  }
  const total = view?.total ?? null;
  const words =
    total === null || total < kept
      ? `keeps ${formatCount(kept)}`
      : `keeps ${formatCount(kept)}, drops ${formatCount(total - kept)}`;
  return <Quiet busy={preview.busy}>{words}</Quiet>;
}

function Quiet({ children, busy = false }: { children: React.ReactNode; busy?: boolean }) {
  return (
    <Text
      size="sm"
      c="dimmed"
      className={`${classes["keeps"] ?? ""} ${busy ? (classes["counting"] ?? "") : ""}`}
      aria-busy={busy}
    >
      {children}
    </Text>
  );
}
