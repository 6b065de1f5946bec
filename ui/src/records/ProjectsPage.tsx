// The table of projects.
import { projectColumns } from "./columns";
import { RecordsPage } from "./RecordsPage";

/** The page. */
export function ProjectsPage() {
  return (
    <RecordsPage
      kind="project"
      title="Projects"
      noun="projects"
      columns={projectColumns}
      searches="Name or company"
    />
  );
}
