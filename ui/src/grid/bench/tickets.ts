// Made-up tickets by position: the same position is the same ticket every time, and none of them is kept.
import type { GridColumn } from "..";

export interface BenchTicket {
  id: number;
  summary: string;
  company: string;
  board: string;
  status: string;
  priority: string;
  owner: string;
  contact: string;
  updated: string;
  hours: string;
}

const things = "Printer,Mail flow,Server,Laptop,VPN tunnel,Backup,Firewall,Phone line,Licence".split(",");
const faults = "does not start,is slow since Monday,needs renewal,lost its settings,asks for a password".split(",");
const companies = "Aspen Dental,Birch & Sons,Cedar Logistics,Dune Hotels,Elm Accounting,Fjord Shipping".split(",");
const boards = "Help Desk,Projects,Alerts".split(",");
export const statuses = "New,Assigned,In progress,Waiting on client,Resolved".split(",");
const priorities = "1 Critical,2 High,3 Medium,4 Low".split(",");
const people = "Ada Novak,Ben Okafor,Cleo Martin,Dai Pham,Eva Lind".split(",");

const pick = (list: readonly string[], at: number) => list[at % list.length] ?? "";
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const hours = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2 });

export function ticketAt(index: number): BenchTicket {
  return {
    id: 3_000_000 + index * 7,
    summary: `${pick(things, index)} ${pick(faults, index >> 2)} at the ${pick(companies, index >> 4)} office`,
    company: pick(companies, index * 5 + (index >> 3)),
    board: pick(boards, index >> 1),
    status: pick(statuses, index * 3),
    priority: pick(priorities, index >> 2),
    owner: pick(people, index * 2 + 1),
    contact: pick(people, index >> 5),
    updated: day.format(1_700_000_000_000 - index * 60_000),
    hours: hours.format((index % 97) / 4),
  };
}

export const benchColumns: GridColumn<BenchTicket>[] = [
  { id: "summary", header: "Summary", width: 280, cell: (row) => row.summary, sortable: true, pinned: true },
  { id: "id", header: "Number", width: 100, align: "end", cell: (row) => String(row.id), sortable: true },
  { id: "company", header: "Company", width: 160, cell: (row) => row.company, filterable: "company" },
  { id: "board", header: "Board", width: 120, cell: (row) => row.board, sortable: true },
  { id: "status", header: "Status", width: 140, cell: (row) => row.status, sortable: true, filterable: "status" },
  { id: "priority", header: "Priority", width: 110, cell: (row) => row.priority, sortable: true },
  { id: "owner", header: "Owner", width: 130, cell: (row) => row.owner },
  { id: "contact", header: "Contact", width: 130, cell: (row) => row.contact },
  { id: "updated", header: "Updated", width: 160, cell: (row) => row.updated, sortable: true },
  { id: "hours", header: "Hours", width: 90, align: "end", cell: (row) => row.hours },
];
