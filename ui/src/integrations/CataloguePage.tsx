// Every tool that can be connected, by shelf, with what it syncs.
import { Badge, Button, Card, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconFlask, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { ConnectorView, IntegrationView } from "../api";
import { connectorsQuery, integrationsQuery } from "../frame/queries";
import { ButtonLink, EmptyState, ErrorState, formatNumberOf, LoadingState, Page } from "../kit";
import { Logo } from "./Logo";
import classes from "./integrations.module.css";
import { groupByCategory } from "./shelves";

/** The catalogue. */
export function CataloguePage() {
  const { data: connectors, error, refetch } = useQuery(connectorsQuery);
  const { data: integrations = [] } = useQuery(integrationsQuery);
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const found = connectors?.filter((one) =>
    [one.name, one.category, one.summary].some((words) => words.toLowerCase().includes(wanted)),
  );
  return (
    <Page
      title="Add integration"
      description="Every tool that Patchbay can connect, and what it reads there."
      actions={
        <TextInput
          aria-label="Search the catalogue"
          placeholder="Search"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          w={220}
        />
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : found === undefined ? (
        <LoadingState label="Loading the catalogue" />
      ) : found.length === 0 ? (
        <EmptyState
          icon={IconSearch}
          title="No tool matches"
          description={`Nothing in the catalogue matches “${text.trim()}”.`}
          action={
            <Button variant="default" onClick={() => setText("")}>
              Clear the search
            </Button>
          }
        />
      ) : (
        groupByCategory(found).map(([category, tools]) => (
          <Stack key={category} gap="sm" component="section" aria-label={category}>
            <Title order={2}>{category}</Title>
            <div className={classes["cards"]}>
              {tools.map((tool) => (
                <Tool
                  key={tool.id}
                  tool={tool}
                  connected={integrations.filter(({ connector }) => connector === tool.id)}
                />
              ))}
            </div>
          </Stack>
        ))
      )}
    </Page>
  );
}

function Tool({ tool, connected }: { tool: ConnectorView; connected: IntegrationView[] }) {
  const kinds = tool.streams.filter(({ kind }) => kind !== "reference").map(({ label }) => label);
  const settings = tool.streams.length - kinds.length;
  return (
    <Card component="article" aria-label={tool.name}>
      <Stack gap="sm" h="100%">
        <Group gap="sm" wrap="nowrap">
          <Logo name={tool.name} />
          <Stack gap={0} miw={0}>
            <Title order={3}>{tool.name}</Title>
            {connected.length > 0 && (
              <Text size="xs" c="dimmed">
                Connected: {connected.map(({ name }) => name).join(", ")}
              </Text>
            )}
          </Stack>
        </Group>
        <Text size="sm">{tool.summary}</Text>
        <Group gap={4} style={{ flex: 1, alignContent: "flex-start" }} align="flex-start">
          {kinds.map((label) => (
            <Badge key={label} color="gray">
              {label}
            </Badge>
          ))}
          {settings > 0 && (
            <Badge color="gray">{formatNumberOf(settings, "kind", "kinds")} of settings</Badge>
          )}
        </Group>
        <Group gap="sm">
          <ButtonLink
            to="/connect/$connector"
            params={{ connector: tool.id }}
            aria-label={connected.length > 0 ? `Connect another ${tool.name}` : `Connect ${tool.name}`}
          >
            {connected.length > 0 ? "Connect another" : "Connect"}
          </ButtonLink>
          {tool.in_sandbox && (
            <ButtonLink
              to="/connect/$connector"
              params={{ connector: tool.id }}
              search={{ sandbox: true }}
              variant="default"
              leftSection={<IconFlask size={16} aria-hidden />}
              aria-label={`Try in the sandbox: ${tool.name}`}
            >
              Try in the sandbox
            </ButtonLink>
          )}
        </Group>
      </Stack>
    </Card>
  );
}
