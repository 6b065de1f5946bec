// What a connection test found: each proved point, or precisely what went wrong.
import { Alert, Group, List, Stack, Text, ThemeIcon } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCircleCheck } from "@tabler/icons-react";

import { useEffect, useRef } from "react";

import type { TestReport } from "../../api";
import { type AppErrorObject, referenceTitle, VendorWords } from "../../kit";

/** Brings a result into sight when it appears. The field that the focus leads to stays in sight before it. */
function useInSight(isAtField: boolean) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The focus moves after this draw.
    const frame = requestAnimationFrame(() => {
      element.current?.scrollIntoView?.({ block: "nearest" });
      if (isAtField) {
        document.activeElement?.scrollIntoView?.({ block: "nearest" });
      }
    });
    return () => cancelAnimationFrame(frame);
  }, [isAtField]);
  return element;
}

/** A test that passed: what it proved, the vendor's version and the address that works. */
export function TestPassed({ report, title = "Connected" }: { report: TestReport; title?: string }) {
  const element = useInSight(false);
  return (
    <Alert
      ref={element}
      color="green"
      // An alert would interrupt; this only tells.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="status"
      title={title}
      icon={<IconCircleCheck size={20} aria-hidden />}
    >
      <Stack gap="sm">
        <List
          spacing={4}
          size="sm"
          center
          icon={
            <ThemeIcon size={16} color="green" variant="transparent">
              <IconCheck size={16} aria-hidden />
            </ThemeIcon>
          }
        >
          {report.proved.map((point) => (
            <List.Item key={point}>{point.charAt(0).toUpperCase() + point.slice(1)}</List.Item>
          ))}
        </List>
        <Group gap="lg">
          {report.version !== null && (
            <Text size="sm">
              Version: <strong>{report.version}</strong>
            </Text>
          )}
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            Address: <strong>{report.base_url}</strong>
          </Text>
        </Group>
      </Stack>
    </Alert>
  );
}

/** A refusal. Where the sentence stands at a field already, only what helps is said here. */
export function TestFailed({
  error,
  title,
  atField,
}: {
  error: AppErrorObject;
  title: string;
  /** The label of the field that shows the sentence. */
  atField: string | undefined;
}) {
  const element = useInSight(atField !== undefined);
  return (
    <Alert
      ref={element}
      color="red"
      role="alert"
      title={title}
      icon={<IconAlertTriangle size={20} aria-hidden />}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          {atField === undefined ? error.say : `Look at ${atField}: ${error.say}`}
        </Text>
        {error.hint !== "" && <Text size="sm">{error.hint}</Text>}
        {error.reference !== undefined && <VendorWords words={error.reference} summary={referenceTitle(error)} />}
      </Stack>
    </Alert>
  );
}
