// The first screen: what Patchbay is, which version runs, and how to see it work today.
import {
  Alert,
  Button,
  Center,
  Code,
  Group,
  Paper,
  Skeleton,
  Stack,
  Text,
  Title,
} from "@mantine/core";

import mark from "../../../icons/patchbay.svg";
import { type AboutState, useAbout } from "./use-about";

/** Says who the program is; offers to ask again where it did not answer. */
export function AboutPage() {
  const { question, askAgain } = useAbout();
  return (
    <Center component="main" mih="100vh" p="xl">
      <Stack gap="xl" w="100%" maw={620}>
        <Group gap="lg" wrap="nowrap">
          <img src={mark} alt="" width={72} height={72} />
          <div>
            <Title order={1}>Patchbay</Title>
            <Version question={question} />
          </div>
        </Group>
        <Text size="lg">
          Patchbay connects the tools that a managed service provider runs on, keeps a local copy of
          what they hold, and says what is in step and what is not.
        </Text>
        {question.state === "failed" && (
          <Alert color="red" title={question.error.say} role="alert">
            <Stack gap="sm" align="flex-start">
              <Text size="sm">{question.error.hint}</Text>
              <Button size="xs" variant="light" color="red" onClick={askAgain}>
                Try again
              </Button>
            </Stack>
          </Alert>
        )}
        <Paper withBorder p="lg">
          <Stack gap="sm">
            <Title order={2} size="h4">
              See it at work
            </Title>
            <Text>
              The screens are being built. Until they arrive, the command line shows a whole sync
              against a simulated vendor, with nothing to set up:
            </Text>
            <Code block>patchbay-cli demo</Code>
            <Text size="sm" c="dimmed">
              <DataFolder question={question} />
            </Text>
          </Stack>
        </Paper>
      </Stack>
    </Center>
  );
}

function Version({ question }: { question: AboutState }) {
  switch (question.state) {
    case "asking":
      return <Skeleton h={20} w={110} mt={4} aria-label="Asking for the version" />;
    case "answered":
      return (
        <Text c="dimmed" data-testid="version">
          Version {question.about.version}
        </Text>
      );
    case "failed":
      return <Text c="dimmed">Version unknown</Text>;
  }
}

function DataFolder({ question }: { question: AboutState }) {
  if (question.state !== "answered") {
    return "Your data stays on this computer.";
  }
  return (
    <>
      Your data stays on this computer, in <Code>{question.about.dataFolder}</Code>
    </>
  );
}
