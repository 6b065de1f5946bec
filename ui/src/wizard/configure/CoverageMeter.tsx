// How many statuses have a stage: in all, and per board under a fold.
import { Group, Progress, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";

import type { Stage } from "../../api";
import { formatCount } from "../../kit";
import type { ParentGroup } from "./reference";
import styles from "./stage.module.css";
import { type Coverage, coverageOf, percentOf } from "./stages";

/** "41 of 48 statuses assigned (85 %)". */
export function coverageWords(coverage: Coverage): string {
  const { assigned, total } = coverage;
  return `${formatCount(assigned)} of ${formatCount(total)} ${total === 1 ? "status" : "statuses"} assigned (${percentOf(coverage)} %)`;
}

/** The bar beside the words that say the same. */
function Bar({ coverage }: { coverage: Coverage }) {
  const percent = percentOf(coverage);
  return <Progress value={percent} size={6} color={percent === 100 ? "green" : "accent"} aria-hidden />;
}

/** The meter of the whole board. */
export function CoverageMeter({
  coverage,
  boards,
  boardsWord,
  stages,
  onPick,
}: {
  coverage: Coverage;
  /** The boards with the statuses that count; fewer than two are not listed. */
  boards: readonly ParentGroup[];
  /** What the vendor calls boards. */
  boardsWord: string;
  stages: ReadonlyMap<string, Stage>;
  /** Shows one board only. */
  onPick: (board: string) => void;
}) {
  const [open, setOpen] = useState(false);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{coverageWords(coverage)}</Text>
        {boards.length > 1 && (
          <UnstyledButton fz="sm" c="dimmed" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Group gap={4} component="span">
              <Chevron size={14} aria-hidden />
              <span>{boardsWord}: coverage of each</span>
            </Group>
          </UnstyledButton>
        )}
      </Group>
      <Bar coverage={coverage} />
      {open && (
        <Stack gap={0} mah={232} style={{ overflowY: "auto" }}>
          {boards.map((board) => {
            const part = coverageOf(board.items, stages);
            return (
              <button
                key={board.id}
                type="button"
                className={styles["boardRow"]}
                onClick={() => onPick(board.id)}
                title={`Show ${board.name} only`}
              >
                <span>{board.name}</span>
                <Bar coverage={part} />
                <span>
                  {formatCount(part.assigned)} of {formatCount(part.total)} ({percentOf(part)} %)
                </span>
              </button>
            );
          })}
        </Stack>
      )}
    </Stack>
  );
}
