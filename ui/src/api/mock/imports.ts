// The made-up Import step and the companies of our own: people and companies that could become ours.
import type { OwnChoiceQuery, OwnCompanyView, Suggestion } from "../bindings";
import type { MockAnswer } from "../transport/mock";
import { refuse } from "./refuse";

const CANDIDATES = 1_204;
/** The program answers no more rows at once, whatever is asked for. */
const LONGEST_PAGE = 500;
const INTEGRATION = { id: "0190a000-0000-7000-8000-000000000001", name: "Acme PSA" };

const NAMES = ["Harbour Dental", "Leeds Clinic", "Northern Lights Holding", "Bergen Dental", "Turku Freight"];

function ownCompanies(): OwnCompanyView[] {
  return Array.from({ length: 64 }, (_, at) => {
    const name = at < NAMES.length ? (NAMES[at] ?? "") : `Own Company ${at + 1}`;
    const link = (more: string, id: number) => ({
      integration: INTEGRATION,
      stream: "companies",
      vendor_id: String(id),
      name: `${name}${more}`,
    });
    return {
      id: String(at + 1),
      name,
      version: 1,
      links: at % 7 === 3 ? [] : at === 2 ? [link("", 250), link(" (Facilities)", 253)] : [link("", 250 + at * 3)],
      users: at % 5,
    };
  });
}

/** What a candidate seems to be: a few plain matches, two for the same, one that is linked already. */
function suggestion(at: number): Suggestion | null {
  const reason = "Same name but for punctuation or the legal form";
  switch (at) {
    case 1:
      return { id: "2", name: "Leeds Clinic", reason: "Same name", linked: [] };
    case 2:
    case 4:
      return { id: "4", name: "Bergen Dental", reason, linked: [] };
    case 5:
      return { id: "3", name: "Northern Lights Holding", reason, linked: ["Northern Lights Holding (Facilities)"] };
    default:
      return at > 5 && at < 40 && at % 3 === 0 ? { id: String(at), name: `Candidate ${at + 1}`, reason: "Same name", linked: [] } : null;
  }
}

/** What the Import step asks, and the list of our companies. `changed` tells the page what has changed. */
export function importAnswers(changed: (...tags: string[]) => void): Record<string, MockAnswer> {
  let own = ownCompanies();
  let gone: OwnCompanyView | undefined;
  const one = (id: unknown) =>
    own.find((each) => each.id === id) ??
    refuse("not_found", "There is no such company.", "Look at the list of your companies again.");
  return {
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
          active: (offset + at) % 9 !== 7,
          linked: offset + at === 0 ? { id: "1", name: "Harbour Dental" } : null,
          suggestion: suggestion(offset + at),
          obstacle: "",
        })),
      };
    },
    import_records: ({ order }) => ({
      operation: "0190b000-0000-7000-8000-000000000001",
      rows: (order as { rows: { vendor_id: string; link_to: string | null }[] }).rows.map(({ vendor_id, link_to }) => ({
        vendor_id,
        name: `Candidate ${vendor_id}`,
        result: link_to === null ? "created" : "linked",
        say: link_to === null ? "" : `Linked to ${own.find(({ id }) => id === link_to)?.name ?? "it"}.`,
      })),
    }),
    undo_import: () => ({ removed: 1, kept: [] }),
    own_choices: ({ query }) => {
      const { text, limit } = query as OwnChoiceQuery;
      const found = own.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
      return {
        total: found.length,
        rows: found.slice(0, limit).map(({ id, name, links }) => ({ id, name, detail: "", linked: links.map((link) => link.name) })),
      };
    },
    own_companies: () => own,
    rename_own_company: ({ company, name }) => {
      const before = one(company);
      const after = { ...before, name: String(name), version: before.version + 1 };
      own = own.map((each) => (each.id === company ? after : each));
      changed("companies", "audit");
      return after;
    },
    delete_own_company: ({ company }) => {
      gone = one(company);
      own = own.filter(({ id }) => id !== company);
      changed("companies", "audit");
      return { operation: "removal", name: gone.name, links: gone.links.length, users: gone.users };
    },
    undo_removal: () => {
      const back = gone ?? refuse("not_found", "There is no such removal.", "Look into the audit.");
      own = [...own, back].toSorted((a, b) => a.name.localeCompare(b.name));
      changed("companies", "audit");
      return { name: back.name, kept: [] };
    },
  };
}
