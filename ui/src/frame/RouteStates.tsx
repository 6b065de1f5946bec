// What stands in a screen's place while it loads, when it broke, and where there is none.
import { IconError404 } from "@tabler/icons-react";
import type { ErrorComponentProps } from "@tanstack/react-router";

import { AnchorLink, EmptyState, ErrorState, LoadingState, Page, toAppError } from "../kit";

/** The screen is loading, and has been for a moment. */
export function RoutePending() {
  return (
    <Page title="Loading">
      <LoadingState label="The screen is loading" />
    </Page>
  );
}

/** The screen broke: what happened, and a way to draw it again. The rest of the window works on. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const known = toAppError(error);
  const shown =
    error instanceof Error && known !== error
      ? {
          say: "This screen ran into a fault of its own.",
          hint: "Try again. The other screens work on; nothing that was saved is lost.",
          reference: error.message,
        }
      : known;
  return (
    <Page title="Something went wrong">
      <ErrorState error={shown} onRetry={reset} />
    </Page>
  );
}

/** There is no screen at this address. */
export function NotFoundPage() {
  return (
    <Page title="Not found">
      <EmptyState
        icon={IconError404}
        title="There is nothing at this address"
        description="The place you asked for does not exist, or it has been removed."
        action={
          <AnchorLink to="/integrations">Go to Integrations</AnchorLink>
        }
      />
    </Page>
  );
}
