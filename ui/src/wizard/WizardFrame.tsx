// The wizard's frame: steps above, the step at the left with its help at the right, the buttons below.
import { Badge, Box, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconFlask } from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useRef } from "react";

import type { ConnectorView, SetupStep } from "../api";
import { Page } from "../kit";
import { HelpPanel } from "./HelpPanel";
import { Steps } from "./Steps";
import { STEP_WORDS } from "./steps";
import classes from "./wizard.module.css";

/** From this width on the help stands beside the step; below it is a fold above it. */
const WIDE = "(min-width: 1100px)";

/** A button of the footer. */
export interface FooterButton {
  onClick: () => void;
  disabled?: boolean;
  busy?: boolean;
}

/** What `WizardFrame` takes. */
export interface WizardFrameProps {
  title: string;
  aside?: ReactNode;
  sandbox: boolean;
  connector: ConnectorView;
  steps: readonly SetupStep[];
  current: SetupStep;
  reached: number;
  complete: boolean;
  onStep: (step: SetupStep) => void;
  back: FooterButton | undefined;
  /** `why`: why it cannot be pressed. */
  exit: FooterButton & { why?: string | undefined };
  next: FooterButton & { label: string };
  /** Why a button cannot be used, or what it will do. */
  reason: string | undefined;
  /** What stands above the buttons: how far a sync is. */
  strip?: ReactNode;
  children: ReactNode;
}

/** A whole screen of the wizard. The focus goes to the step's heading whenever the step changes. */
export function WizardFrame(props: WizardFrameProps) {
  const { title, aside, sandbox, connector, current, children } = props;
  const wide = useMediaQuery(WIDE, true, { getInitialValueInEffect: false });
  const heading = useRef<HTMLHeadingElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const shown = useRef<SetupStep>(undefined);
  useEffect(() => {
    if (shown.current === current) {
      return;
    }
    shown.current = current;
    content.current?.scrollTo?.({ top: 0 });
    heading.current?.focus({ preventScroll: true });
  }, [current]);
  return (
    <Page
      title={title}
      fill
      aside={
        <Group gap="sm">
          {sandbox && (
            <Badge color="violet" leftSection={<IconFlask size={14} aria-hidden style={{ display: "block" }} />}>
              Sandbox
            </Badge>
          )}
          {aside}
        </Group>
      }
    >
      <Steps {...props} />
      <div className={classes["body"]}>
        <div ref={content} className={classes["content"]} data-step-scroller>
          <Box className={classes["column"]} maw={current === "configure" || current === "import" ? "none" : undefined}>
            <div className={classes["stepHead"]}>
              <Title ref={heading} order={2} tabIndex={-1} className={classes["heading"]}>
                {STEP_WORDS[current].label}
              </Title>
              <Text size="sm" c="dimmed">
                {STEP_WORDS[current].about}
              </Text>
              {!wide && <HelpPanel connector={connector} step={current} fold />}
            </div>
            {children}
          </Box>
        </div>
        {wide && <HelpPanel connector={connector} step={current} />}
      </div>
      <Footer {...props} />
    </Page>
  );
}

function Footer({ back, exit, next, reason, strip }: WizardFrameProps) {
  const reasonId = useId();
  const exitId = useId();
  const described = reason === undefined ? {} : { "aria-describedby": reasonId };
  const whyNoExit = exit.why === undefined ? {} : { "aria-describedby": exit.why === reason ? reasonId : exitId };
  return (
    <footer className={classes["footer"]}>
      {strip}
      <Group justify="space-between" gap="md" wrap="nowrap">
        <Button
          variant="default"
          disabled={back === undefined || back.disabled === true}
          onClick={() => back?.onClick()}
        >
          Back
        </Button>
        <Group gap="md" wrap="nowrap" miw={0}>
          <Stack gap={0}>
            <Text id={reasonId} component="output" size="sm" c="dimmed" ta="right">
              {reason}
            </Text>
            {exit.why !== undefined && exit.why !== reason && (
              <Text id={exitId} component="output" size="sm" c="dimmed" ta="right">
                {exit.why}
              </Text>
            )}
          </Stack>
          <Group gap="sm" wrap="nowrap" style={{ flexShrink: 0 }}>
            <Button
              variant="default"
              disabled={exit.disabled ?? false}
              loading={exit.busy ?? false}
              onClick={exit.onClick}
              {...whyNoExit}
            >
              Save & Exit
            </Button>
            <Button
              disabled={next.disabled ?? false}
              loading={next.busy ?? false}
              onClick={next.onClick}
              {...described}
            >
              {next.label}
            </Button>
          </Group>
        </Group>
      </Group>
    </footer>
  );
}
