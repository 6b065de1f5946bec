// The fields of a credential form, drawn from the connector's table: two beside each other where there is room.
import { Alert, PasswordInput, Stack, Switch, Text, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";

import type { ConnectorView, FieldView } from "../../api";
import classes from "../wizard.module.css";
import type { Typed } from "./form";

/** What `CredentialFields` takes. */
export interface CredentialFieldsProps {
  connector: ConnectorView;
  /** Begins the ids of the fields on the page. */
  prefix: string;
  typed: Typed;
  onType: (typed: Typed) => void;
  /** What is wrong, by field. */
  faults: Readonly<Record<string, string>>;
  /** What was changed in what was typed, by field. */
  notes: Readonly<Record<string, readonly string[]>>;
  /** Secret fields that the sandbox fills in. */
  filledIn?: readonly string[];
  /** What an empty secret field means where one is kept already. */
  keptRemark?: string | undefined;
  /** A field that stands before them. */
  lead?: ReactNode;
}

/** The help stands below its field, so that fields beside each other stand in one line. */
export const HELP_BELOW: ("label" | "input" | "description" | "error")[] = ["label", "input", "error", "description"];

/** Moves the focus to a field of the form. */
export function focusField(prefix: string, field: string): void {
  document.getElementById(`${prefix}-${field}`)?.focus();
}

/** Draws every field with its help and example. */
export function CredentialFields(props: CredentialFieldsProps) {
  return (
    <div className={classes["fields"]}>
      {props.lead}
      {props.connector.fields.map((field) => (
        <Field key={field.id} field={field} {...props} />
      ))}
    </div>
  );
}

function Field({
  field,
  prefix,
  typed,
  onType,
  faults,
  notes,
  filledIn = [],
  keptRemark,
}: CredentialFieldsProps & { field: FieldView }) {
  const value = typed.values[field.id] ?? "";
  const change = (next: string) => onType({ values: { ...typed.values, [field.id]: next } });
  const example = field.example === "" ? "" : `Example: ${field.example}`;
  const common = {
    id: `${prefix}-${field.id}`,
    label: field.label,
    required: !field.optional && keptRemark === undefined,
    error: faults[field.id],
    inputWrapperOrder: HELP_BELOW,
    autoComplete: "off",
    spellCheck: false,
  };
  if (filledIn.includes(field.id)) {
    return (
      <TextInput
        {...common}
        required={false}
        value="Filled in by the sandbox"
        readOnly
        variant="filled"
        description="Made up; it opens nothing else."
      />
    );
  }
  if (field.flag) {
    return (
      <Stack gap="sm" className={classes["flag"] ?? ""}>
        <Switch
          id={common.id}
          label={field.label}
          aria-label={field.label}
          description={field.help}
          error={common.error}
          checked={value === "true"}
          onChange={(event) => change(String(event.currentTarget.checked))}
        />
        {value === "true" && (
          <Alert color="orange" icon={<IconAlertTriangle size={20} aria-hidden />} p="sm">
            <Text size="sm">
              “{field.label}” is on: a protection is switched off. Leave it off unless you know why you
              need it.
            </Text>
          </Alert>
        )}
      </Stack>
    );
  }
  if (field.secret) {
    return (
      <PasswordInput
        {...common}
        autoComplete="new-password"
        aria-invalid={common.error !== undefined}
        description={described(field.help, keptRemark)}
        placeholder={keptRemark === undefined ? example : "Unchanged"}
        value={value}
        onChange={(event) => change(event.currentTarget.value)}
        visibilityToggleFocusable
        visibilityToggleButtonProps={{ "aria-label": `Show or hide ${field.label}` }}
      />
    );
  }
  return (
    <TextInput
      {...common}
      description={described(field.help, field.expiry ? "Year, month and day, as 2027-04-30." : undefined)}
      placeholder={field.expiry ? "2027-04-30" : example}
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
      // What was changed in what was typed belongs to the field; its place is there before it says something,
      // so that it is read out.
      success={<Notes notes={notes[field.id] ?? []} />}
      withSuccessStyles={false}
      successProps={{ id: `${common.id}-notes`, "aria-live": "polite", component: "div" }}
      classNames={{ success: classes["notes"] ?? "" }}
    />
  );
}

function described(help: string, more: string | undefined): string | undefined {
  const text = [help, more].filter((part) => part !== undefined && part !== "").join(" ");
  return text === "" ? undefined : text;
}

/** What was changed in what was typed, a line each. */
function Notes({ notes }: { notes: readonly string[] }) {
  return notes.map((note) => (
    <span key={note} className={classes["note"]}>
      <IconInfoCircle size={16} aria-hidden />
      <span>{note}</span>
    </span>
  ));
}
