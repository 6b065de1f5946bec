// What happened in a run, step by step.
import { Text, Timeline } from "@mantine/core";
import {
  IconAlertTriangle,
  IconArrowBarToDown,
  IconDatabase,
  IconFilter,
  IconHourglass,
  IconPlayerPlay,
  IconTrash,
  type TablerIcon,
} from "@tabler/icons-react";
import type { ReactNode } from "react";

import type { RunDetail } from "../api";
import { formatDuration, formatNumberOf, RelativeTime } from "../kit";
import classes from "./activity.module.css";
import { outcomes, triggers } from "./words";

interface Step {
  key: string;
  icon: TablerIcon;
  color?: string;
  title: string;
  text?: ReactNode;
}

const reads = {
  full: "It read everything.",
  changes: "It read what changed since the last good run.",
  ids: "It read ids only, to learn what is gone or was missed.",
} as const;

/** The steps of a run, the first first. */
function stepsOf({ run, failed_records }: RunDetail): Step[] {
  const { counts } = run;
  const { read = 0, added = 0, changed = 0, gone = 0, filtered = 0, requests = 0, waited_ms = 0 } = counts;
  const failed = counts.failed ?? failed_records.length;
  const steps: (Step | false)[] = [
    {
      key: "began",
      icon: IconPlayerPlay,
      title: `Started by: ${triggers[run.trigger]}`,
      text: (
        <>
          <RelativeTime at={run.started_at} />. {reads[run.mode]}
          {run.resumed && " It went on from where an unfinished run had stopped."}
        </>
      ),
    },
    requests > 0 && {
      key: "asked",
      icon: IconArrowBarToDown,
      title: `${formatNumberOf(read, "record", "records")} came`,
      text: `With ${formatNumberOf(requests, "request", "requests")}.`,
    },
    waited_ms > 0 && {
      key: "waited",
      icon: IconHourglass,
      color: "orange",
      title: `Waited ${formatDuration(waited_ms)}`,
      text: "The vendor limits how much may be asked in a while.",
    },
    filtered > 0 && {
      key: "filtered",
      icon: IconFilter,
      title: `${formatNumberOf(filtered, "record", "records")} left out`,
      text: "By the filters of the Sync step.",
    },
    (added > 0 || changed > 0) && {
      key: "kept",
      icon: IconDatabase,
      title: `${formatNumberOf(added, "record", "records")} added, ${formatNumberOf(changed, "record", "records")} changed`,
    },
    gone > 0 && {
      key: "gone",
      icon: IconTrash,
      title: `${formatNumberOf(gone, "record", "records")} marked as gone`,
      text: "They are kept here and shown as gone.",
    },
    failed > 0 && {
      key: "failed",
      icon: IconAlertTriangle,
      color: "orange",
      title: `${formatNumberOf(failed, "record", "records")} could not be read`,
    },
    {
      key: "ended",
      icon: outcomes[run.outcome].icon,
      color: outcomes[run.outcome].color,
      title: outcomes[run.outcome].word,
      text:
        run.finished_at === null ? (
          "It has not ended yet."
        ) : (
          <>
            <RelativeTime at={run.finished_at} />, after {formatDuration(run.duration_ms ?? 0)}.
          </>
        ),
    },
  ];
  return steps.filter((step) => step !== false);
}

/** The timeline. */
export function RunTimeline({ detail }: { detail: RunDetail }) {
  const steps = stepsOf(detail);
  return (
    <Timeline active={steps.length - 1} bulletSize={24} lineWidth={2} color="gray">
      {steps.map(({ key, icon: Icon, color = "gray", title, text }) => (
        <Timeline.Item
          key={key}
          color={color}
          className={classes["step"]}
          bullet={<Icon size={14} aria-hidden />}
          title={
            <Text size="sm" fw={500}>
              {title}
            </Text>
          }
        >
          {text !== undefined && (
            <Text size="xs" c="dimmed">
              {text}
            </Text>
          )}
        </Timeline.Item>
      ))}
    </Timeline>
  );
}
