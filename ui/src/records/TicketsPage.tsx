// The table of tickets.
import { ticketColumns } from "./columns";
import { RecordsPage } from "./RecordsPage";

/** The page. */
export function TicketsPage() {
  return (
    <RecordsPage
      kind="ticket"
      title="Tickets"
      noun="tickets"
      columns={ticketColumns}
      searches="Number, summary, company"
    />
  );
}
