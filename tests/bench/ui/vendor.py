#!/usr/bin/env python3
"""A vendor that costs next to nothing: 100,000 companies and 200,000 tickets in ready-made pages.

usage: vendor.py FOLDER [--wait-ms N]    prints its port and answers until its standard input ends

The fields follow ConnectWise PSA's public REST schema; the values are invented. The pages are made the
first time and kept in FOLDER, so that whoever reads them is what is measured and not who makes them.
Lists that ask for changes, for single rows or for anything else are empty.
"""
import argparse
import json
import pathlib
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

COUNTS = {"company/companies": 100_000, "service/tickets": 200_000}
PAGE = 1000
API = "/v4_6_release/apis/3.0/"
THINGS = "Printer,Mail flow,File server,Laptop,VPN tunnel,Backup,Firewall,Phone line,Licence".split(",")
FAULTS = "does not start,is slow since Monday,needs renewal,lost its settings,asks for a password".split(",")
STATUSES = "New,Assigned,In progress,Waiting on client,Resolved".split(",")
BOARDS = "Help Desk,Projects,Alerts".split(",")
PRIORITIES = "Priority 1 - Critical,Priority 2 - High,Priority 3 - Medium,Priority 4 - Low".split(",")
PEOPLE = "Ada Novak,Ben Okafor,Cleo Martin,Dai Pham,Eva Lind".split(",")
# So much of a real record says little; it has to be read all the same.
USUAL = {
    **{f"estimated{what}": 0.0 for what in ("ExpenseCost", "ExpenseRevenue", "ProductCost", "TimeCost")},
    **{f"automaticEmail{whom}Flag": False for whom in ("Contact", "Resource", "Cc")},
    "billingMethod": "ActualRates", "subBillingMethod": "ActualRates", "billTime": "Billable",
    "billExpenses": "Billable", "billProducts": "Billable", "customFields": [],
    "currency": {"id": 7, "symbol": "$", "currencyCode": "USD", "name": "US Dollars"},
    "location": {"id": 2, "name": "Main Office"}, "department": {"id": 10, "name": "Managed Services"},
}


def reference(path, number, name):
    link = f"https://vendor.example.com{API}{path}/{number}"
    return {"id": number, "name": name, "_info": {path.rsplit("/", 1)[-1] + "_href": link}}


def row(path):
    """One record with a mark at the place of each of the values that differ."""
    if path == "company/companies":
        own = {
            "id": "@id", "identifier": "Company@id", "name": "@name", "deletedFlag": False,
            "status": reference("company/companies/statuses", 1, "Active"),
            "addressLine1": "@id Oak Street", "city": "Springfield", "zip": "12345",
            "phoneNumber": "2025550123", "website": "https://www.company@id.example.com",
            "types": [{"id": 1, "name": "Client"}], "site": reference("company/sites", 7, "Main"),
            "mobileGuid": "@guid", "annualRevenue": 120000.0, "numberOfEmployees": 42,
        }
    else:
        own = {
            "id": "@id", "summary": "@name", "recordType": "ServiceTicket", "closedFlag": False,
            "board": reference("service/boards", "@small", "@board"),
            "status": reference("service/boards/1/statuses", "@tiny", "@status"),
            "company": reference("company/companies", "@company", "Company @company"),
            "contact": reference("company/contacts", "@company", "@person"), "contactName": "@person",
            "contactEmailAddress": "someone@@company@company.example.com",
            "owner": {"id": "@tiny", "identifier": "technician@tiny", "name": "@person"},
            "priority": reference("service/priorities", "@tiny", "@priority"),
            "type": reference("service/boards/1/types", 3, "Network"), "siteName": "Main",
            "team": reference("service/boards/1/teams", 2, "Service Team"),
            "severity": "Medium", "impact": "Low", "actualHours": 1.25, "isInSla": True,
            "source": {"id": 3, "name": "Email Connector"}, "mobileGuid": "@guid",
            "notes_link": f"https://vendor.example.com{API}service/tickets/@id/notes",
        }
    info = {"lastUpdated": "@when", "updatedBy": "someone", "dateEntered": "2024-02-01T08:00:00Z"}
    text = json.dumps({**own, **USUAL, "_info": info}, separators=(",", ":")).replace("%", "%%")
    for number in ("@id", "@small", "@tiny", "@company"):
        text = text.replace(f'"{number}"', f"%({number[1:]})d")
    text = text.replace("someone@@", "someone at ")
    for name in ("id", "name", "guid", "when", "board", "status", "company", "person", "priority", "tiny", "small"):
        text = text.replace(f"@{name}", f"%({name})s")
    return text


ROWS = {path: row(path) for path in COUNTS}


def values(number):
    """What differs; the same number gives the same values every time."""
    chance = number * 0x9E3779B97F4A7C15 % 2**64
    day, hour = 1 + number % 28, number % 24
    return {
        "id": number * 7 + 1000, "company": 1000 + (chance >> 20) % 100_000 * 7,
        "name": f"{THINGS[chance % 9]} {FAULTS[chance % 5]} ({chance % 999_983})",
        "guid": f"{chance:016x}{chance * chance % 2**64:016x}", "small": 1 + number % 3,
        "tiny": 1 + number % 4, "when": f"2025-{1 + number % 12:02}-{day:02}T{hour:02}:15:00Z",
        "board": BOARDS[number % 3], "status": STATUSES[number % 5],
        "person": PEOPLE[number % 5], "priority": PRIORITIES[number % 4],
    }


def make(folder):
    """Writes the pages that are not there yet."""
    for path, count in COUNTS.items():
        (folder / path).mkdir(parents=True, exist_ok=True)
        for number in range(1, count // PAGE + 1):
            file = folder / path / f"{number}.json"
            if not file.exists():
                rows = (ROWS[path] % values(at) for at in range((number - 1) * PAGE, number * PAGE))
                half = file.with_suffix(".half")
                half.write_text(f"[{','.join(rows)}]")
                half.rename(file)


def page(folder, path, query):
    """One page of a list, and whether there is another."""
    conditions = query.get("conditions", [""])[0]
    if path not in COUNTS or any(word in conditions for word in ("lastUpdated", "id ", "id=")):
        return b"[]", False
    number = int(query.get("page", ["1"])[0])
    if query.get("pageSize") != [str(PAGE)]:
        return b"[" + (ROWS[path] % values(0)).encode() + b"]", False
    file = folder / path / f"{number}.json"
    return (file.read_bytes() if file.exists() else b"[]"), number < COUNTS[path] // PAGE


class Vendor(BaseHTTPRequestHandler):
    """Answers as the vendor does."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    folder, wait = pathlib.Path(), 0.0

    def do_GET(self):  # noqa: N802 (the name that http.server calls)
        url = urlsplit(self.path)
        path, query, link = url.path.removeprefix(API), parse_qs(url.query), None
        if "companyinfo" in path:
            body = b'{"CompanyName":"Bench","Codebase":"v4_6_release/","CompanyID":"bench","IsCloud":true}'
        elif path == "system/info":
            body = b'{"version":"v2025.1.99999","isCloud":true,"serverTimeZone":"UTC"}'
        elif path.endswith("/count"):
            body = b'{"count":%d}' % COUNTS.get(path.removesuffix("/count"), 0)
        else:
            time.sleep(self.wait)
            body, more = page(self.folder, path, query)
            number = int(query.get("page", ["1"])[0])
            again = url.query.replace(f"page={number}&", f"page={number + 1}&")
            link = f'<http://{self.headers["host"]}{url.path}?{again}>; rel="next"' if more else None
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        if link:
            self.send_header("link", link)
        try:
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            # Whoever asked has cancelled.
            self.close_connection = True

    def log_message(self, *_):
        """Says nothing."""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path, help="where the pages are kept")
    parser.add_argument("--wait-ms", type=int, default=0, help="held back before each page")
    chosen = parser.parse_args()
    Vendor.folder, Vendor.wait = chosen.folder, chosen.wait_ms / 1000
    make(chosen.folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Vendor)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
