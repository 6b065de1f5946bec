// Why a record is marked as gone, in a sentence.
import type { GoneReason } from "../api";

const words: Readonly<Record<GoneReason, string>> = {
  absent: "A complete read did not bring it any more.",
  deleted: "The vendor says that it was deleted.",
  filtered: "A filter of the Sync step leaves it out; it may well exist at the vendor.",
};

/** The sentence. */
export function goneWords(reason: GoneReason | null): string {
  return reason === null ? "Nobody knows why any more." : words[reason];
}
