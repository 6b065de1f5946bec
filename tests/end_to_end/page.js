// Finds what a person would point at: by its kind and by the name that assistive technology reads out.
// Arguments: kind, name ("Import…" means every name that begins so), whether it has to be usable now.
// The kind "focus" answers the name of what has the focus.
const [kind, wanted, usable] = arguments;
const kinds = {
  button: "button:not([role]), [role=button], [role=tab], [role=menuitem], [role=menuitemradio], summary, button[role=combobox]",
  link: "a[href]",
  field: "input:not([type=checkbox]):not([type=radio]), textarea",
  tick: "input[type=checkbox], input[type=radio]",
  option: "[role=option]",
  tab: "[role=tab]",
  heading: "h1, h2, h3, h4",
  grid: "[role=grid]",
  region: "section, article, [role=dialog], nav",
};
const clean = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const spoken = (element) => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("[aria-hidden=true], style").forEach((silent) => silent.remove());
  return clean(copy.textContent);
};
const nameOf = (element) => {
  const by = element.getAttribute("aria-labelledby");
  if (by) {
    const parts = by.split(" ").map((id) => document.getElementById(id));
    const text = clean(parts.map((part) => (part ? spoken(part) : "")).join(" "));
    if (text) return text;
  }
  const label = element.getAttribute("aria-label");
  if (label) return clean(label);
  for (const one of element.labels ?? []) {
    const text = spoken(one);
    if (text) return text;
  }
  return spoken(element);
};
if (kind === "focus") {
  const focused = document.activeElement ?? document.body;
  return { element: null, names: focused === document.body ? [] : [nameOf(focused)] };
}
const isDrawn = (element) => {
  const shown = kind === "tick" ? (element.labels?.[0] ?? element) : element;
  return shown.getClientRects().length > 0 && getComputedStyle(shown).visibility !== "hidden";
};
const fits = wanted.endsWith("…")
  ? (name) => name.startsWith(wanted.slice(0, -1))
  : (name) => name === wanted;
const all = (within) => [...within.querySelectorAll(kinds[kind])].filter(isDrawn);
const isUsable = (element) =>
  !usable || (!element.disabled && element.getAttribute("aria-disabled") !== "true" && !element.hasAttribute("data-loading"));
// What stands in front comes first.
const fronts = [...document.querySelectorAll("[role=dialog]")].filter((one) => one.getClientRects().length > 0);
for (const within of [...fronts.reverse(), document]) {
  const found = all(within).find((element) => fits(nameOf(element)) && isUsable(element));
  if (found) {
    // The box that is drawn for a tick is its label.
    const drawn = kind === "tick" && usable === "press" ? (found.labels?.[0] ?? found) : found;
    return { element: drawn, names: [] };
  }
}
return { element: null, names: all(document).map((element) => nameOf(element) + (isUsable(element) ? "" : " (not usable)")) };
