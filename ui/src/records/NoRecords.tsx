// What a table of records says that has no rows, and what leads to some.
import { Button } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";

import { AnchorLink, ButtonLink, EmptyState } from "../kit";

/** The notice. */
export function NoRecords({
  noun,
  narrowed,
  connected,
  brought,
  onClear,
}: {
  noun: string;
  /** A search or an integration narrows the table. */
  narrowed: boolean;
  /** Some tool is connected. */
  connected: boolean;
  /** Some connected tool has records of this kind at all. */
  brought: boolean;
  onClear: () => void;
}) {
  if (narrowed) {
    return (
      <EmptyState
        icon={IconSearch}
        title={`No ${noun} match`}
        description={
          <>
            Search for something else. If you expected one here,{" "}
            <AnchorLink inherit to="/activity" search={{ tab: "find" }}>
              Find a record
            </AnchorLink>{" "}
            helps to learn why it is missing.
          </>
        }
        action={
          <Button variant="default" onClick={onClear}>
            Clear the search
          </Button>
        }
      />
    );
  }
  if (connected && !brought) {
    return (
      <EmptyState
        title={`No ${noun}`}
        description={`None of the tools that are connected has ${noun} that Patchbay reads.`}
      />
    );
  }
  return connected ? (
    <EmptyState
      title={`No ${noun} yet`}
      description={
        <>
          They come with the first sync. If it is done: the Sync step of the integration says what is
          read, and <AnchorLink inherit to="/activity">Activity</AnchorLink> what was left out.
        </>
      }
    />
  ) : (
    <EmptyState
      title={`No ${noun} yet`}
      description="Nothing is connected that they could come from."
      action={<ButtonLink to="/welcome">Start here</ButtonLink>}
    />
  );
}
