// The quick search of a table. It holds what is typed by itself, so that typing never waits for the table.
import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type Ref, useImperativeHandle, useRef, useState } from "react";

/** How long typing rests before the search is asked, in milliseconds. */
const TYPING_RESTS = 200;

/** What a table may ask of its search. */
export interface SearchHandle {
  /** Begins a new search with a character that was typed in the table. */
  begin: (character: string) => void;
}

/** What `SearchField` takes. */
export interface SearchFieldProps {
  handle?: Ref<SearchHandle>;
  /** The name of the field: "Search tickets". */
  label: string;
  /** What the search looks at. */
  placeholder: string;
  /** The search as it stands in the address. */
  value: string;
  /** Called when typing rests. */
  onChange: (text: string) => void;
}

/** The field. */
export function SearchField({ handle, label, placeholder, value, onChange }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  // What this field has told comes back as `value` a moment later; anything else came from elsewhere.
  const [told, setTold] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    if (value !== told) {
      setTold(value);
      setTyped(value);
    }
  }
  const tell = useDebouncedCallback((text: string) => {
    setTold(text);
    onChange(text);
  }, TYPING_RESTS);
  const type = (text: string) => {
    setTyped(text);
    tell(text);
  };
  useImperativeHandle(handle, () => ({
    begin: (character) => {
      field.current?.focus();
      type(character);
    },
  }));
  return (
    <TextInput
      ref={field}
      type="search"
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      w={240}
      miw={120}
    />
  );
}
