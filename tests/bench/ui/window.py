"""One run of the desktop program, steered through WebKit's own driver."""
import json
import socket
import urllib.error
import urllib.request

from desktop import until


class Window:
    """A window whose page runs our scripts. Leaving its block ends the program."""

    def __init__(self, desktop, program, environment):
        self.desktop = desktop
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        automation = {"TAURI_AUTOMATION": "true", "TAURI_WEBVIEW_AUTOMATION": "true"}
        command = ["WebKitWebDriver", f"--port={port}", "--host=127.0.0.1"]
        self.driver = desktop.start(command, automation | environment)
        self.address = f"http://127.0.0.1:{port}/session"
        until("the driver", lambda: self._listens(port))
        wanted = {"webkitgtk:browserOptions": {"binary": str(program), "args": []}}
        answer = self._ask("", {"capabilities": {"alwaysMatch": wanted}})
        self.address += f"/{answer['sessionId']}"
        self._ask("/timeouts", {"script": 300_000})

    @staticmethod
    def _listens(port):
        with socket.socket() as knock:
            return knock.connect_ex(("127.0.0.1", port)) == 0

    def _ask(self, path, body, method="POST"):
        data = json.dumps(body).encode() if method == "POST" else None
        request = urllib.request.Request(self.address + path, data, method=method)
        request.add_header("content-type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=330) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise SystemExit(f"the driver refused: {error.read().decode()[:800]}") from error

    def run(self, script, *given):
        """What the script hands to `done`; `given` is the array of what comes after."""
        body = f"const given = [...arguments], done = given.pop(); {script}"
        return self._ask("/execute/async", {"script": body, "args": list(given)})

    def ask(self, command, **given):
        """Asks the program as the page does."""
        answer = self.run(
            "window.__TAURI_INTERNALS__.invoke(given[0], given[1])"
            ".then((data) => done({ data }), (error) => done({ error }))", command, given)
        if "error" in answer:
            raise SystemExit(f"{command}: {answer['error']}")
        return answer["data"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._ask("", None, "DELETE")
        self.desktop.end(self.driver)
