// The table of devices.
import { deviceColumns } from "./columns";
import { RecordsPage } from "./RecordsPage";

/** The page. */
export function DevicesPage() {
  return (
    <RecordsPage
      kind="device"
      title="Devices"
      noun="devices"
      columns={deviceColumns}
      searches="Name, serial no., model…"
    />
  );
}
