// The first start: two doors. Connect a real tool, or look round in the built-in sandbox.
import { Badge, Button, Card, Group, List, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconFlask, IconPlugConnected } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";

import { commands, type SandboxVendor } from "../api";
import { ButtonLink, ErrorState, useCommand } from "../kit";
import { aboutQuery } from "../wizard/queries";
import classes from "./welcome.module.css";

/** The two doors. */
export function WelcomePage() {
  const navigate = useNavigate();
  const { data: about } = useQuery(aboutQuery);
  useEffect(() => {
    document.title = "Welcome · Patchbay";
  }, []);
  const sandbox = useCommand<void, SandboxVendor[]>(() => commands.openSandbox(), {
    toastErrors: false,
    onDone: (vendors) => {
      const first = vendors[0];
      if (first !== undefined) {
        void navigate({
          to: "/connect/$connector",
          params: { connector: first.connector },
          search: { sandbox: true },
        });
      }
    },
  });
  return (
    <div className={classes["page"]}>
      <Stack gap="xs" align="center" ta="center" maw={640}>
        <Title order={1} size={28} lh="36px">
          Welcome to Patchbay
        </Title>
        <Text c="dimmed">
          Connect the tools that your business runs on. Patchbay keeps a copy of what they hold on this
          computer, in step with them, and tells you what changed.
        </Text>
      </Stack>
      <div className={classes["doors"]}>
        <Door
          icon={<IconPlugConnected size={24} stroke={1.5} />}
          title="Connect a tool"
          lines={[
            "You need an administrator's access to the tool, to make a key for Patchbay.",
            keysStay(about?.vault),
            "Nothing is read before you have chosen what.",
          ]}
        >
          <ButtonLink to="/integrations/add" fullWidth size="md">
            Connect a tool
          </ButtonLink>
        </Door>
        <Door
          icon={<IconFlask size={24} stroke={1.5} />}
          title="Explore with the sandbox"
          badge="Made up"
          lines={[
            "A made-up service provider whose tools run inside Patchbay.",
            "Walk the same steps, with keys that are filled in for you.",
            "Marked as sandbox everywhere; one click removes it.",
          ]}
        >
          <Button
            fullWidth
            size="md"
            variant="default"
            loading={sandbox.isPending}
            onClick={() => sandbox.mutate()}
          >
            Explore with the sandbox
          </Button>
        </Door>
      </div>
      {sandbox.error !== null && (
        <ErrorState error={sandbox.error} onRetry={() => sandbox.mutate()} />
      )}
      <Text size="xs" c="dimmed" ta="center">
        Patchbay sends nothing to anyone but the tools that you connect.
      </Text>
    </div>
  );
}

/** Where keys are kept on this computer, as the program says it. */
function keysStay(vault: string | undefined): string {
  const stay = "The key stays on this computer";
  return vault === undefined
    ? `${stay}.`
    : `${stay}: in ${vault.charAt(0).toLowerCase()}${vault.slice(1)}.`.replace("the keyring of this computer", "its keyring");
}

function Door({
  icon,
  title,
  badge,
  lines,
  children,
}: {
  icon: ReactNode;
  title: string;
  badge?: string;
  lines: string[];
  children: ReactNode;
}) {
  return (
    <Card padding="lg" component="section" aria-label={title}>
      <Stack gap="md" h="100%">
        <Group gap="sm" wrap="nowrap">
          <ThemeIcon variant="light" size={40} radius="md" aria-hidden>
            {icon}
          </ThemeIcon>
          <Title order={2}>{title}</Title>
          {badge !== undefined && <Badge color="gray">{badge}</Badge>}
        </Group>
        <List size="sm" spacing={8} style={{ flex: 1 }} pr="md">
          {lines.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
        {children}
      </Stack>
    </Card>
  );
}
