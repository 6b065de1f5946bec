// The made-up Import step: people and companies that could become ours.
import type { MockAnswer } from "../transport/mock";

const CANDIDATES = 1_204;
/** The program answers no more rows at once, whatever is asked for. */
const LONGEST_PAGE = 500;

/** What the Import step asks. */
export const importAnswers: Record<string, MockAnswer> = {
  import_candidates: ({ query }) => {
    const { offset, limit } = query as { offset: number; limit: number };
    return {
      total: CANDIDATES,
      linked: 1,
      rows: Array.from({ length: Math.min(limit, LONGEST_PAGE, CANDIDATES - offset) }, (_, at) => ({
        vendor_id: String(250 + (offset + at) * 3),
        name: `Candidate ${offset + at + 1}`,
        detail: `candidate.${offset + at + 1}@example.com`,
        email: `candidate.${offset + at + 1}@example.com`,
        active: true,
        linked: offset + at === 0 ? { id: "1", name: "Harbour Dental" } : null,
        suggestion: null,
        obstacle: "",
      })),
    };
  },
  import_records: ({ order }) => ({
    operation: "0190b000-0000-7000-8000-000000000001",
    rows: (order as { rows: { vendor_id: string }[] }).rows.map(({ vendor_id }) => ({
      vendor_id,
      name: `Candidate ${vendor_id}`,
      result: "created",
      say: "",
    })),
  }),
  undo_import: () => ({ removed: 1, kept: [] }),
  own_companies: () => [{ id: "1", name: "Harbour Dental" }],
};
