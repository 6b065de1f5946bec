// How far a ticket is, on the five stages that its status was put on in the Configure step.
import { Text, VisuallyHidden } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import type { RecordReference, RecordView } from "../api";
import { connectorsQuery, integrationsQuery } from "../frame/queries";
import { AnchorLink } from "../kit";
import { idsOf } from "../wizard/configure/settings-saver";
import { STAGES, stagesOf } from "../wizard/configure/stages";
import classes from "./records.module.css";

/** The line; nothing for a vendor whose tickets have no stages. */
export function TicketStage({ record }: { record: RecordView }) {
  const { data: integrations } = useQuery(integrationsQuery);
  const { data: connectors } = useQuery(connectorsQuery);
  const integration = integrations?.find(({ id }) => id === record.integration_id);
  const connector = connectors?.find(({ id }) => id === integration?.connector);
  const status = (record.record as { status?: RecordReference | null }).status ?? undefined;
  if (integration === undefined || connector === undefined || connector.stages === null || status === undefined) {
    return null;
  }
  const stage = stagesOf((key) => [...idsOf(integration.settings[key])]).get(status.id);
  const at = STAGES.findIndex(({ id }) => id === stage);
  if (at < 0) {
    return (
      <Text size="sm" c="dimmed">
        The status “{status.name}” has no stage.{" "}
        <AnchorLink
          inherit
          to="/integrations/$integration/setup/$step"
          params={{ integration: integration.id, step: "configure" }}
        >
          Give it one in Configure
        </AnchorLink>
      </Text>
    );
  }
  return (
    <ol className={classes["stages"]} aria-label={`Stage: ${STAGES[at]?.label ?? ""}`}>
      {STAGES.map(({ id, label, help }, index) => (
        <li
          key={id}
          title={help}
          data-passed={index < at || undefined}
          data-current={index === at || undefined}
          aria-current={index === at ? "step" : undefined}
        >
          <span className={classes["stageMark"]} aria-hidden>
            {index < at ? <IconCheck size={12} aria-hidden /> : null}
          </span>
          <span>
            {label}
            {index < at && <VisuallyHidden component="span">, passed</VisuallyHidden>}
          </span>
        </li>
      ))}
    </ol>
  );
}
