// Companies of our own: what each is linked to, and whether anything is.
import { Switch } from "@mantine/core";
import { IconBuilding } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { commands, type OwnCompanyView } from "../api";
import { integrationsQuery } from "../frame/queries";
import { arraySource, type GridColumn, RecordGrid, type GridSource } from "../grid";
import { ButtonLink, EmptyState, formatCount, searchText, toAppError, unwrap, useSearchState, type ViewSearch } from "../kit";
import { OwnCompanyDrawer } from "./OwnCompanyDrawer";
import { SearchField } from "./SearchField";
import { sortText } from "./view";

/** "Bergen Dental (Acme PSA), Bergen Dental AS (Borealis Desk)". */
export function linksOf({ links }: OwnCompanyView): string {
  return links.map(({ name, integration }) => `${name} (${integration.name})`).join(", ");
}

const columns: readonly GridColumn<OwnCompanyView>[] = [
  { id: "name", header: "Name", width: 240, pinned: true, sortable: true, cell: ({ name }) => name },
  { id: "count", header: "Links", width: 88, sortable: true, align: "end", cell: ({ links }) => formatCount(links.length) },
  {
    id: "links",
    header: "Linked to",
    width: 380,
    cell: (company) => (company.links.length === 0 ? "Not linked" : linksOf(company)),
    title: linksOf,
  },
  { id: "users", header: "Users", width: 88, sortable: true, align: "end", cell: ({ users }) => formatCount(users) },
];

function compare(one: OwnCompanyView, other: OwnCompanyView, column: string): number {
  switch (column) {
    case "count":
      return one.links.length - other.links.length;
    case "users":
      return one.users - other.users;
    default:
      return one.name.localeCompare(other.name, "en", { numeric: true });
  }
}

/** The tab. */
export function OwnCompaniesTab() {
  const [{ search, unlinked, sort, open }, setView] = useSearchState(parse);
  const { data: integrations = [] } = useQuery(integrationsQuery);
  const { data, error, refetch } = useQuery({
    queryKey: ["companies", "own"],
    queryFn: () => unwrap(commands.ownCompanies()),
  });
  const sorting = useMemo(
    () => (sort === undefined ? null : { column: sort.replace(/^-/, ""), descending: sort.startsWith("-") }),
    [sort],
  );
  const source = useMemo((): GridSource<OwnCompanyView> => {
    const wanted = (search ?? "").trim().toLowerCase();
    const found = (data ?? []).filter(
      (company) =>
        (unlinked === undefined || company.links.length === 0) &&
        `${company.name} ${linksOf(company)}`.toLowerCase().includes(wanted),
    );
    const turn = sorting?.descending === true ? -1 : 1;
    const rows = sorting === null ? found : found.toSorted((a, b) => turn * compare(a, b, sorting.column));
    const ready = {
      ...arraySource(rows, ({ id }) => id, data?.length),
      listKey: JSON.stringify([wanted, unlinked, sorting]),
    };
    if (data !== undefined) {
      return ready;
    }
    return error === null
      ? { ...ready, total: undefined, state: "loading" }
      : { ...ready, total: undefined, state: "error", error: toAppError(error), retry: () => void refetch() };
  }, [data, error, refetch, search, unlinked, sorting]);
  const [first] = integrations;
  return (
    <>
      <RecordGrid<OwnCompanyView>
        label="Your companies"
        columns={columns}
        source={source}
        storageKey="patchbay-columns-own-companies"
        sort={sorting}
        onSortChange={(next) => setView({ sort: sortText(next) })}
        onOpen={({ id }) => setView({ open: id }, "push")}
        toolbar={
          <>
            <SearchField
              label="Search your companies"
              placeholder="Name or linked name"
              value={search ?? ""}
              onChange={(typed) => setView({ search: typed })}
            />
            <Switch
              label="Show unlinked only"
              checked={unlinked === true}
              onChange={(event) => setView({ unlinked: event.currentTarget.checked ? true : undefined })}
            />
          </>
        }
        empty={
          data !== undefined && data.length > 0 ? (
            <EmptyState icon={IconBuilding} title="No companies match" description="Search for something else, or show linked ones as well." />
          ) : (
            <EmptyState
              icon={IconBuilding}
              title="No companies of yours yet"
              description="They come from the Import step of an integration: choose companies there."
              action={
                first === undefined ? undefined : (
                  <ButtonLink
                    to="/integrations/$integration/setup/$step"
                    params={{ integration: first.id, step: "import" }}
                    search={{ import: "companies" }}
                    variant="default"
                  >
                    Import companies from {first.name}
                  </ButtonLink>
                )
              }
            />
          )
        }
      />
      <OwnCompanyDrawer company={data?.find(({ id }) => id === open)} onClose={() => setView({ open: undefined })} />
    </>
  );
}

interface OwnView {
  search: string | undefined;
  unlinked: true | undefined;
  sort: string | undefined;
  open: string | undefined;
}

function parse(search: ViewSearch): OwnView {
  return {
    search: searchText(search.search),
    unlinked: search["unlinked"] === true ? true : undefined,
    sort: searchText(search.sort),
    open: searchText(search.open),
  };
}
