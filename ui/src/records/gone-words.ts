// Why a record is not shown any more: gone at the vendor, or left out by a filter.
import type { GoneReason, RecordView } from "../api";

const words: Readonly<Record<GoneReason, string>> = {
  absent: "A complete read did not bring it any more.",
  deleted: "The vendor says that it was deleted.",
  filtered: "A filter of the Sync step leaves it out; it may well exist at the vendor.",
};

/** The sentence. */
export function goneWords(reason: GoneReason | null): string {
  return reason === null ? "Nobody knows why any more." : words[reason];
}

/** The state in a word, the same that runs use. */
export function goneWord(reason: GoneReason | null): string {
  return reason === "filtered" ? "Left out" : "Gone";
}

/** Whether a filter leaves it out: it may well exist at the vendor. */
export function isLeftOut({ gone_at, gone_reason }: Pick<RecordView, "gone_at" | "gone_reason">): boolean {
  return gone_at !== null && gone_reason === "filtered";
}
