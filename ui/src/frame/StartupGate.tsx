// What stands before the screens until the program is open: a moment of patience, a passphrase, or a fault.
import { Button, Card, Center, Group, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useTimeout } from "@mantine/hooks";
import { IconLock } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";

import mark from "../../../icons/patchbay.svg";
import { type AppError, commands } from "../api";
import { type AppErrorObject, ErrorState, LoadingState, toAppError, unwrap, useCommand } from "../kit";
import { FirstFrame } from "./FirstFrame";
import { startupQuery } from "./queries";

/** The code of "the keyring did not open"; with any other, the keyring is not the chosen safe. */
const NO_KEYRING = "no_keyring";

/** How long the empty frame says enough, in milliseconds. */
const SLOW_AFTER_MS = 700;

/** Draws `children` once the program is ready. */
export function StartupGate({ children }: { children: ReactNode }) {
  const { data: startup, error, refetch, isFetching } = useQuery(startupQuery);
  if (error !== null) {
    return (
      <Shell title="Patchbay">
        <ErrorState error={error} onRetry={refetch} retrying={isFetching} />
      </Shell>
    );
  }
  switch (startup?.phase) {
    case "ready":
      return children;
    case "locked":
      return <Locked why={startup.why} hasFile={startup.has_file} />;
    case "failed":
      return <Failed why={startup.why} />;
    default:
      return <Opening />;
  }
}

/** Opening takes a blink, as a rule: words that come and go within it would only flicker. */
function Opening() {
  const [isSlow, setSlow] = useState(false);
  const { start, clear } = useTimeout(() => setSlow(true), SLOW_AFTER_MS);
  useEffect(() => {
    start();
    return clear;
  }, [start, clear]);
  if (!isSlow) {
    return <FirstFrame />;
  }
  return (
    <Shell title="Opening">
      <LoadingState shape="text" count={3} label="Patchbay is being opened" />
    </Shell>
  );
}

function Failed({ why }: { why: AppError }) {
  const again = useCommand(() => commands.openAgain(), {
    invalidates: [["startup"]],
    toastErrors: false,
  });
  return (
    <Shell title="Patchbay could not start">
      <ErrorState
        error={again.error ?? why}
        onRetry={() => again.mutate()}
        retrying={again.isPending}
      />
    </Shell>
  );
}

/** Opens the safe. A mutation would keep the passphrase in its cache; here it passes through only. */
function useUnlock() {
  const client = useQueryClient();
  const [state, setState] = useState<{ busy: boolean; error?: AppErrorObject }>({ busy: false });
  const start = async (passphrase: string): Promise<boolean> => {
    setState({ busy: true });
    try {
      await unwrap(commands.unlock(passphrase));
      setState({ busy: false });
      await client.invalidateQueries({ queryKey: startupQuery.queryKey });
      return true;
    } catch (thrown) {
      setState({ busy: false, error: toAppError(thrown) });
      return false;
    }
  };
  return { ...state, start };
}

function Locked({ why, hasFile }: { why: AppError; hasFile: boolean }) {
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const differs = !hasFile && again !== "" && again !== passphrase;
  const options = { invalidates: [["startup"]], toastErrors: false };
  // Where the file is the chosen safe, the keyring does not take its place.
  const isKeyring = why.code === NO_KEYRING;
  const unlock = useUnlock();
  const keyring = useCommand(() => commands.openAgain(), options);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (passphrase !== "" && (hasFile || again === passphrase)) {
      // Sent, and forgotten here: a wrong one is typed anew.
      setPassphrase("");
      setAgain("");
      keyring.reset();
      void unlock.start(passphrase).then((opened) => opened || field.current?.focus());
    }
  };
  const failure = unlock.error ?? keyring.error ?? undefined;
  return (
    <Shell title={hasFile ? "Unlock Patchbay" : "Choose a passphrase"}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm">
            {why.say} {why.hint}
          </Text>
          <Text size="sm" c="dimmed">
            {hasFile
              ? "The keys of your integrations are in an encrypted file. Its passphrase opens it."
              : "The keys of your integrations can be kept in an encrypted file instead. Patchbay asks for its passphrase at every start; without it the keys are lost."}
          </Text>
          <PasswordInput
            ref={field}
            label="Passphrase"
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
            autoComplete={hasFile ? "current-password" : "new-password"}
            data-autofocus
            required
          />
          {!hasFile && (
            <PasswordInput
              label="The same once more"
              value={again}
              onChange={(event) => setAgain(event.currentTarget.value)}
              error={differs ? "The two differ." : undefined}
              autoComplete="new-password"
              required
            />
          )}
          {failure !== undefined && <ErrorState error={failure} />}
          <Group justify={isKeyring ? "space-between" : "flex-end"} gap="sm">
            {isKeyring && (
              <Button variant="default" loading={keyring.isPending} onClick={() => keyring.mutate()}>
                Try the keyring again
              </Button>
            )}
            <Button
              type="submit"
              loading={unlock.busy}
              leftSection={<IconLock size={16} aria-hidden />}
            >
              {hasFile ? "Unlock" : "Create"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Shell>
  );
}

function Shell({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Center component="main" h="100%" p="lg">
      <Card w="100%" maw={480} padding="lg">
        <Stack gap="md">
          <Group gap="sm">
            <img src={mark} alt="" width={32} height={32} />
            <Title order={1}>{title}</Title>
          </Group>
          {children}
        </Stack>
      </Card>
    </Center>
  );
}
