// What came of asking the vendors once more for records that could not be read, as a sentence.
import type { Retried } from "../api";
import { formatCount } from "../kit";

const records = (count: number) => `${formatCount(count)} ${count === 1 ? "record" : "records"}`;

/** "2 records could be read now; 1 record failed again." */
export function retriedWords({ read, failing, gone, not_possible }: Retried): string {
  const parts = [
    read > 0 && `${records(read)} could be read now`,
    gone > 0 && `${records(gone)} ${gone === 1 ? "is" : "are"} gone at the vendor and off the list`,
    failing > 0 && `${records(failing)} failed again`,
    not_possible > 0 &&
      `${records(not_possible)} cannot be asked for alone: the next full read of ${not_possible === 1 ? "its list reads it" : "their lists reads them"} again`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "Nothing was left to read again." : `${parts.join("; ")}.`;
}
