// The Import step's own word in the address: which tab is meant by a link, and so is switched on at once.
import type { ViewSearch } from "../../kit";
import type { Importable } from "./candidates";

const wanted: Readonly<Record<string, Importable>> = { users: "staff", companies: "companies" };

/** What `?import=users` or `?import=companies` asks for. */
export function wantedOf(search: ViewSearch): Importable | undefined {
  const word = search["import"];
  return typeof word === "string" ? wanted[word] : undefined;
}
