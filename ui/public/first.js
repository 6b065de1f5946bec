// Runs before anything is drawn: the first picture is in the colours that the person chose, and has the
// navigation of last time. What is set here is read by first.css; Mantine sets the first one again later.
{
  const page = document.documentElement;
  const chosen = localStorage.getItem("mantine-color-scheme-value");
  const isDark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  page.dataset.mantineColorScheme = isDark ? "dark" : "light";
  // Nothing is kept before the first start, whose welcome has no navigation.
  page.dataset.rail = localStorage.getItem("patchbay-first-rail") ?? "none";
}
