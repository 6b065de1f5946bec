// The settings of the program itself, a card each.
import { Page } from "../kit";
import { AboutCard } from "./AboutCard";
import { AppearanceCard } from "./AppearanceCard";
import { NotificationsCard } from "./NotificationsCard";
import { QuietHoursCard } from "./QuietHoursCard";
import { SandboxCard } from "./SandboxCard";
import { ScheduleCard } from "./ScheduleCard";
import { WindowCard } from "./WindowCard";

/** The page. */
export function SettingsPage() {
  return (
    <Page title="Settings" description="How Patchbay behaves on this computer." width={880}>
      <AppearanceCard />
      <NotificationsCard />
      <ScheduleCard />
      <QuietHoursCard />
      <WindowCard />
      <SandboxCard />
      <AboutCard />
    </Page>
  );
}
