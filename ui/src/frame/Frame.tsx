// The frame around every screen: skip link, rail, top bar, strips, and the one place that scrolls.
import { VisuallyHidden } from "@mantine/core";
import { useHotkeys, useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Outlet, useMatches, useRouter } from "@tanstack/react-router";
import { useEffect, useLayoutEffect, useRef } from "react";

import type { IntegrationView } from "../api";
import { focusToast, needsPerson } from "../kit";
import classes from "./frame.module.css";
import { LiveData } from "./LiveData";
import { Palette } from "./Palette";
import { brokenReferencesQuery, failedRecordsQuery, integrationsQuery } from "./queries";
import { Rail, type RailProps } from "./Rail";
import { StartupGate } from "./StartupGate";
import { PausedStrip, SandboxStrip, UnreachedStrip } from "./Strips";
import { TopBar } from "./TopBar";

/** Below this width the rail shows icons only, unless the person has chosen otherwise. */
const NARROW = "(max-width: 1099px)";

/** The root route's component. */
export function Frame() {
  return (
    <>
      <LiveData />
      <StartupGate>
        <OpenFrame />
      </StartupGate>
    </>
  );
}

function OpenFrame() {
  const main = useRef<HTMLElement>(null);
  const { title, bare } = useScreen();
  const router = useRouter();
  const { data: integrations, error, refetch, isFetching } = useQuery(integrationsQuery);
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const [choice, setChoice] = useLocalStorage<"open" | "collapsed" | "auto">({
    key: "patchbay-rail",
    defaultValue: "auto",
    getInitialValueInEffect: false,
  });
  const collapsed = choice === "auto" ? narrow : choice === "collapsed";
  const waiting = useWaiting(integrations);
  useHotkeys([["F8", focusToast]], []);

  // Before the screen names itself: PageHeader does so in an effect, which comes later.
  useLayoutEffect(() => {
    document.title = title === undefined ? "Patchbay" : `${title} · Patchbay`;
  }, [title]);
  // What first.js draws at the next start.
  useEffect(() => {
    localStorage.setItem("patchbay-first-rail", bare ? "none" : collapsed ? "collapsed" : "open");
  }, [bare, collapsed]);
  useEffect(
    () =>
      router.subscribe("onResolved", ({ pathChanged }) => {
        if (pathChanged) {
          main.current?.scrollTo({ top: 0 });
        }
      }),
    [router],
  );

  return (
    <div className={classes["frame"]} data-bare={bare || undefined}>
      <a
        href="#main"
        className={classes["skip"]}
        onClick={(event) => {
          // The hash is the address: the link must not change it.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to content
      </a>
      {!bare && (
        <Rail
          collapsed={collapsed}
          onToggle={() => setChoice(collapsed ? "open" : "collapsed")}
          waiting={waiting}
        />
      )}
      <div className={classes["body"]}>
        <TopBar integrations={integrations} />
        {error !== null && (
          <UnreachedStrip error={error} onRetry={() => void refetch()} retrying={isFetching} />
        )}
        <SandboxStrip integrations={integrations ?? []} />
        <PausedStrip />
        <main ref={main} id="main" tabIndex={-1} className={classes["main"]}>
          <Outlet />
          <div id="menus" className={classes["menus"]} />
        </main>
      </div>
      <VisuallyHidden component="output">
        {title}
      </VisuallyHidden>
      <Palette />
    </div>
  );
}

/** How much waits for a person at each place. */
function useWaiting(integrations: readonly IntegrationView[] = []): RailProps["waiting"] {
  const failed = useQuery(failedRecordsQuery).data?.length ?? 0;
  const broken = useQuery(brokenReferencesQuery).data?.length ?? 0;
  return {
    "/integrations": integrations.filter(({ state }) => needsPerson.has(state)).length,
    "/activity": failed + broken,
  };
}

function useScreen(): { title: string | undefined; bare: boolean } {
  const last = useMatches().at(-1);
  return {
    title: last?.staticData.title,
    bare: last?.staticData.bare ?? false,
  };
}
