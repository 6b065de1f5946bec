// Asks axe-core what stands in the way of people with other senses or hands: names, roles, labels, ids.
import axe from "axe-core";

/** Rules that need a page that is really laid out and painted; the window itself is looked at for them. */
const NEED_PAINT = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"];

/** One line for each violation: the rule, what it says, and the elements. None: nothing was found. */
export async function violations(root: Element = document.body): Promise<string[]> {
  const { violations: found } = await axe.run(root, {
    resultTypes: ["violations"],
    rules: Object.fromEntries(NEED_PAINT.map((rule) => [rule, { enabled: false }])),
  });
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, target }) => `${id}: ${help}: ${target.join(" ")}: ${html.slice(0, 200)}`),
  );
}
