// Where the focus goes when a drawer closes that no row opened (its address came from elsewhere).

/** Moves the focus from the closing drawer to where the table had it last; a row that has it keeps it. */
export function focusTable(): void {
  const at = document.activeElement;
  const isLost = at === null || at === document.body || at.id === "main" || at.closest("[role='dialog']") !== null;
  if (isLost) {
    document.querySelector<HTMLElement>('main [role="grid"] [tabindex="0"]')?.focus({ preventScroll: true });
  }
}
