// One tab of the Import step: what is shown, what is ticked, the import itself and the way back.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import {
  commands,
  type ImportCandidate,
  type ImportReport,
  type IntegrationView,
  type PortalRole,
  type UndoReport,
} from "../../api";
import { type AppErrorObject, closeToast, formatCount, formatNumberOf, notifyDone, toAppError, unwrap } from "../../kit";
import { type CandidateFilter, gather, type ImportWords } from "./candidates";
import { rememberedRole, rememberRole } from "./role-memory";
import { meetingsOf } from "./meetings";
import { canImport, countOf, importRows, linkSuggested, NOTHING, type Selection, tickAll, unlinkSuggested, untickAll, wholeOf } from "./selection";

/** What came of the last import, and of its undo. */
export interface Outcome {
  report: ImportReport;
  undone: UndoReport | undefined;
}

/** How many rows went each way. */
export function tally(report: ImportReport): Record<"created" | "linked" | "skipped" | "failed", number> {
  const counts = { created: 0, linked: 0, skipped: 0, failed: 0 };
  for (const row of report.rows) {
    counts[row.result] += 1;
  }
  return counts;
}

/** "3 users imported, 1 linked, 1 failed." */
export function tallyWords(report: ImportReport, words: ImportWords): string {
  const { created, linked, skipped, failed } = tally(report);
  const parts = ([["imported", created], ["linked", linked], ["skipped", skipped], ["failed", failed]] as const)
    .filter(([, many]) => many > 0)
    .map(([what, many], at) => `${at === 0 ? formatNumberOf(many, words.one, words.many) : formatCount(many)} ${what}`);
  return parts.length === 0 ? "Nothing was imported." : `${parts.join(", ")}.`;
}

/** The state of one tab; it outlives the switch to the other. */
export function useImport(integration: IntegrationView, words: ImportWords, startsOn: boolean) {
  const client = useQueryClient();
  const [on, setOn] = useState(startsOn);
  const [filter, setFilter] = useState<CandidateFilter>({ text: "", onlyUnlinked: false });
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [role, setRole] = useState<PortalRole>(rememberedRole);
  const [busy, setBusy] = useState<"import" | "match" | "tick">();
  const [error, setError] = useState<AppErrorObject>();
  const [outcome, setOutcome] = useState<Outcome>();
  const [proposed, setProposed] = useState<readonly ImportCandidate[]>();
  const meetings = useMemo(() => meetingsOf(selection), [selection]);

  // What toasts offer to take back that stands in this step only, and the offer of the last import.
  const offers = useRef<string[]>([]);
  const imported = useRef<string>(undefined);
  const closeOffers = useCallback(() => {
    for (const id of offers.current.splice(0)) {
      closeToast(id);
    }
  }, []);
  useEffect(() => closeOffers, [closeOffers]);

  const askAgain = () =>
    Promise.all(
      [["records", words.kind], ["companies"], ["users"]].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );

  const undo = async (report: ImportReport) => {
    const undone = await unwrap(commands.undoImport(report.operation));
    setOutcome((now) => (now?.report === report ? { report, undone } : now));
    if (imported.current !== undefined) {
      closeToast(imported.current);
    }
    await askAgain();
    const removed = `${formatNumberOf(undone.removed, "change was", "changes were")} taken back.`;
    notifyDone({ message: [removed, ...undone.kept].join(" ") });
  };

  /** Imports what is ticked. */
  const run = async (): Promise<ImportReport | "nothing" | "failed"> => {
    setBusy("import");
    setError(undefined);
    try {
      const rows = importRows(selection);
      if (rows.length === 0) {
        return "nothing";
      }
      const report = await unwrap(
        commands.importRecords(integration.id, {
          what: words.what,
          rows,
          role: words.what === "staff" ? role : null,
        }),
      );
      setOutcome({ report, undone: undefined });
      setSelection(NOTHING);
      closeOffers();
      const { created, linked } = tally(report);
      const message = tallyWords(report, words);
      imported.current = notifyDone(created + linked > 0 ? { message, undo: () => undo(report) } : { message });
      await askAgain();
      return report;
    } catch (thrown) {
      setError(toAppError(thrown));
      return "failed";
    } finally {
      setBusy(undefined);
    }
  };

  /** Gathers every row of the search that seems to be one of ours. Nothing is ticked by this. */
  const quickMatch = async () => {
    setBusy("match");
    setError(undefined);
    try {
      const rows = await gather(integration.id, words.what, filter.text);
      const fresh = rows.filter(
        (row) => row.suggestion !== null && canImport(row) && !selection.links.has(row.vendor_id),
      );
      if (fresh.length > 0) {
        setProposed(fresh);
        return;
      }
      notifyDone({
        tone: "neutral",
        message:
          selection.ticked.size === 0
            ? "No row looks like one of yours. Tick those that you want to create."
            : "No further row looks like one of yours.",
      });
    } catch (thrown) {
      setError(toAppError(thrown));
    } finally {
      setBusy(undefined);
    }
  };

  /** Ticks and links proposed rows. Nothing is stored by this. */
  const selectProposed = (rows: readonly ImportCandidate[]) => {
    const before = selection;
    setSelection((now) => linkSuggested(now, rows));
    const offer = notifyDone({
      message: `${formatNumberOf(rows.length, "row is", "rows are")} ticked and linked. Nothing is stored before the import.`,
      // What was ticked, chosen or imported since stays as it is.
      undo: () => setSelection((now) => unlinkSuggested(now, before, rows)),
    });
    offers.current.push(offer);
  };

  /** Ticks everything that matches the search, on screen or not; pressed again, unticks just that. */
  const toggleAll = async () => {
    const { text } = filter;
    const whole = wholeOf(selection, text);
    if (whole !== undefined) {
      setSelection((now) => untickAll(now, whole));
      return;
    }
    setBusy("tick");
    setError(undefined);
    try {
      const rows = await gather(integration.id, words.what, text);
      setSelection((now) => tickAll(now, rows, text));
    } catch (thrown) {
      setError(toAppError(thrown));
    } finally {
      setBusy(undefined);
    }
  };

  return {
    words,
    on,
    setOn,
    filter,
    setFilter: (patch: Partial<CandidateFilter>) => setFilter((now) => ({ ...now, ...patch })),
    selection,
    setSelection,
    role,
    setRole: (chosen: PortalRole) => {
      rememberRole(chosen);
      setRole(chosen);
    },
    busy,
    error,
    outcome,
    closeOutcome: () => setOutcome(undefined),
    /** How many rows are ticked while the tab is switched on. */
    pending: on ? countOf(selection) : 0,
    run,
    undo,
    /** Ticked rows that would become the same one of ours, and that nobody has agreed to. */
    meetings: on ? meetings : [],
    quickMatch,
    /** What Quick Match proposes; none: it is not open. */
    proposed,
    selectProposed,
    closeProposed: () => setProposed(undefined),
    toggleAll,
  };
}

/** The state and the actions of one tab. */
export type Import = ReturnType<typeof useImport>;
