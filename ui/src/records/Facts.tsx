// Pairs of a label and a text; a company is a link to its own drawer.
import { Text } from "@mantine/core";

import { AnchorLink, openAddress, RelativeTime } from "../kit";
import type { Fact } from "./facts-of";
import classes from "./records.module.css";

/** Where companies are: whose, and in which stream. */
export interface CompanyPlace {
  integration: string;
  stream: string;
}

/** The list. `companies`: where the companies are that it names; without it they are no links. */
export function Facts({ facts, companies }: { facts: readonly Fact[]; companies?: CompanyPlace | undefined }) {
  return (
    <Text component="dl" size="sm" className={classes["facts"]}>
      {facts.map((fact, index) => (
        // Custom fields may share a caption; the list is fixed while it is shown.
        // oxlint-disable-next-line react/no-array-index-key
        <Pair key={`${fact.label}-${index}`} fact={fact} companies={companies} />
      ))}
    </Text>
  );
}

function Pair({ fact: { label, text, at = false, company }, companies }: { fact: Fact; companies: CompanyPlace | undefined }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {company !== undefined && companies !== undefined ? (
          <AnchorLink inherit to="/companies" search={{ open: openAddress({ ...companies, vendorId: company }) }}>
            {text}
          </AnchorLink>
        ) : at ? (
          <RelativeTime at={text} />
        ) : (
          text
        )}
      </dd>
    </>
  );
}
