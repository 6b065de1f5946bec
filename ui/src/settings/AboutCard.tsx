// What runs, where its data is, where the keys are.
import { Button, Group, Text } from "@mantine/core";
import { IconFolder } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { commands, type Folder } from "../api";
import { CopyButton, ErrorState, formatCount, LoadingState, useCommand } from "../kit";
import { aboutQuery } from "./queries";
import { Section } from "./Section";
import classes from "./settings.module.css";

/** The card. */
export function AboutCard() {
  const { data, error, refetch } = useQuery(aboutQuery);
  return (
    <Section title="About and data">
      {error !== null && <ErrorState error={error} onRetry={refetch} />}
      {data === undefined && error === null && <LoadingState count={4} />}
      {data !== undefined && (
        <Text component="dl" size="sm" className={classes["facts"]}>
          <Fact name="Version">Patchbay {data.version}</Fact>
          <Fact name="Data folder">
            <Path path={data.data_folder} folder="data" label="Open the data folder" />
          </Fact>
          <Fact name="Log files">
            <Path path={data.log_folder} folder="logs" label="Open the log files" />
          </Fact>
          <Fact name="Database">{formatCount(Math.ceil(data.database_bytes / 1_000_000))} MB</Fact>
          <Fact name="Keys are kept in">{data.vault}</Fact>
          <Fact name="Telemetry">None. Patchbay talks to nobody but the tools that you connect.</Fact>
        </Text>
      )}
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Path({ path, folder, label }: { path: string; folder: Folder; label: string }) {
  const open = useCommand(() => commands.openFolder(folder));
  return (
    <Group gap="xs">
      <Text size="sm" ff="monospace" style={{ overflowWrap: "anywhere" }}>
        {path}
      </Text>
      <CopyButton value={path} what={`the path ${path}`} />
      <Button
        size="xs"
        variant="default"
        leftSection={<IconFolder size={16} aria-hidden />}
        aria-label={label}
        onClick={() => open.mutate()}
      >
        Open
      </Button>
    </Group>
  );
}
