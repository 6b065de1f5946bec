#!/usr/bin/python3
"""A desktop made up on the session bus: a tray and a notification server.

It tells what happens on standard output, one JSON object a line, and takes commands from standard
input, one JSON object a line:

    {"do": "menu"}                                 -> {"event": "menu", "items": [...]}
    {"do": "click", "path": ["Acme", "Resync"]}    -> {"event": "clicked", "found": true}
    {"do": "item"}                                 -> {"event": "item", "properties": {...}}
    {"do": "invoke", "id": 1, "action": "open"}    a person clicks on a notice
    {"do": "close", "id": 1}                       a person closes a notice

Events without a command: ready; registered (a tray icon); notify (a notice, with its id and the id
that it replaces); icon (the tray's icon changed); texts (menu items changed in place, with their
ids); layout (menu items came or went); gone (the tray icon left).

An element of "path" is the beginning of a label. Needs the packages python3-dbus and
python3-gi, which the system's own Python finds.
"""

import argparse
import json
import sys
import threading

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
NOTICES = "org.freedesktop.Notifications"
PROPERTIES = "org.freedesktop.DBus.Properties"


def tell(event, **facts):
    """Writes one event."""
    print(json.dumps({"event": event, **facts}), flush=True)


def plain(value):
    """A D-Bus value as JSON has it."""
    if isinstance(value, dbus.Boolean):
        return bool(value)
    if isinstance(value, (dbus.Array, dbus.Struct, tuple, list)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (str, dbus.ObjectPath)):
        return str(value)
    return float(value) if isinstance(value, float) else int(value)


class Tray(dbus.service.Object):
    """Keeps the list of tray icons, as a panel does."""

    def __init__(self, bus, hosted):
        super().__init__(bus, "/StatusNotifierWatcher")
        self.bus, self.hosted, self.icon = bus, hosted, None
        self.name = dbus.service.BusName(WATCHER, bus)
        for signal, interface, told in (
            ("NewIcon", ITEM, lambda *_: tell("icon")),
            ("LayoutUpdated", MENU, lambda *_: tell("layout")),
            ("ItemsPropertiesUpdated", MENU, self.texts),
        ):
            bus.add_signal_receiver(told, signal, interface)
        bus.add_signal_receiver(self.owner, "NameOwnerChanged", "org.freedesktop.DBus")

    @dbus.service.method(WATCHER, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        path = service if service.startswith("/") else "/StatusNotifierItem"
        self.icon = (sender if service.startswith("/") else service, path)
        tell("registered", path=path)

    @dbus.service.method(WATCHER, in_signature="s")
    def RegisterStatusNotifierHost(self, _service):
        pass

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, _interface, name):
        return self.GetAll(_interface)[name]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, _interface):
        registered = ["".join(self.icon)] if self.icon else []
        return {
            "IsStatusNotifierHostRegistered": dbus.Boolean(self.hosted),
            "ProtocolVersion": dbus.Int32(0),
            "RegisteredStatusNotifierItems": dbus.Array(registered, signature="s"),
        }

    def owner(self, name, _old, new):
        """Notices when the program with the icon ends."""
        if self.icon and name == self.icon[0] and not new:
            self.icon = None
            tell("gone")

    def texts(self, updated, _removed, **_):
        changed = [{"id": int(number), **plain(facts)} for number, facts in updated]
        tell("texts", items=changed)

    def properties(self):
        """What the icon says about itself."""
        name, path = self.icon
        item = dbus.Interface(self.bus.get_object(name, path), PROPERTIES)
        return plain(item.GetAll(ITEM))

    def menu(self):
        """The menu's object."""
        path = self.properties()["Menu"]
        return dbus.Interface(self.bus.get_object(self.icon[0], path), MENU)

    def items(self):
        """The menu as nested objects, in order."""
        return item(self.menu().GetLayout(0, -1, [])[1])["items"]

    def click(self, path):
        """Clicks on the item whose labels begin with the elements of the path."""
        items, found = self.items(), None
        for step in path:
            found = next((one for one in items if one["label"].startswith(step)), None)
            if found is None:
                return False
            items = found["items"]
        if found is None or not found["enabled"]:
            return False
        self.menu().Event(found["id"], "clicked", dbus.Int32(0), dbus.UInt32(0))
        return True


def item(layout):
    """One item of a menu and those below it."""
    number, facts, below = layout
    return {
        "id": int(number),
        "label": str(facts.get("label", "")).replace("__", "\0").replace("_", "").replace("\0", "_"),
        "enabled": bool(facts.get("enabled", True)),
        "separator": facts.get("type") == "separator",
        "items": [item(one) for one in below],
    }


class Notices(dbus.service.Object):
    """Shows notices, as a notification server does."""

    def __init__(self, bus, simple):
        super().__init__(bus, "/org/freedesktop/Notifications")
        self.simple, self.last = simple, 0
        self.name = dbus.service.BusName(NOTICES, bus)

    @dbus.service.method(NOTICES, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, replaces, icon, summary, body, actions, hints, _expires):
        if replaces:
            number = int(replaces)
        else:
            self.last += 1
            number = self.last
        tell("notify", id=number, replaces=int(replaces), app=str(app), icon=str(icon),
             summary=str(summary), body=str(body), actions=plain(actions), hints=plain(hints))
        return number

    @dbus.service.method(NOTICES, out_signature="as")
    def GetCapabilities(self):
        return ["body"] if self.simple else ["actions", "body", "body-markup", "persistence"]

    @dbus.service.method(NOTICES, out_signature="ssss")
    def GetServerInformation(self):
        return ("made-up", "nobody", "1", "1.2")

    @dbus.service.method(NOTICES, in_signature="u")
    def CloseNotification(self, number):
        self.NotificationClosed(number, dbus.UInt32(3))

    @dbus.service.signal(NOTICES, signature="us")
    def ActionInvoked(self, number, action):
        pass

    @dbus.service.signal(NOTICES, signature="uu")
    def NotificationClosed(self, number, why):
        pass


def obey(command, tray, notices):
    """Does one command."""
    what = command["do"]
    if what == "menu":
        tell("menu", items=tray.items())
    elif what == "click":
        tell("clicked", found=tray.click(command["path"]))
    elif what == "item":
        tell("item", properties=tray.properties())
    elif what == "invoke":
        notices.ActionInvoked(dbus.UInt32(command["id"]), command["action"])
    elif what == "close":
        notices.NotificationClosed(dbus.UInt32(command["id"]), dbus.UInt32(2))
    else:
        tell("unknown", command=command)


def main():
    """Runs until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-tray", action="store_true", help="keep no list of tray icons")
    parser.add_argument("--no-host", action="store_true", help="keep the list, but show no icons")
    parser.add_argument("--no-notices", action="store_true", help="run no notification server")
    parser.add_argument("--plain-notices", action="store_true", help="neither actions nor marks")
    chosen = parser.parse_args()

    DBusGMainLoop(set_as_default=True)
    bus, loop = dbus.SessionBus(), GLib.MainLoop()
    tray = None if chosen.no_tray else Tray(bus, not chosen.no_host)
    notices = None if chosen.no_notices else Notices(bus, chosen.plain_notices)

    def take(line):
        try:
            obey(json.loads(line), tray, notices)
        except (dbus.DBusException, AttributeError, TypeError, KeyError) as error:
            tell("failed", why=str(error))
        return False

    def read():
        for line in sys.stdin:
            GLib.idle_add(take, line)
        GLib.idle_add(loop.quit)

    threading.Thread(target=read, daemon=True).start()
    tell("ready")
    loop.run()


if __name__ == "__main__":
    main()
