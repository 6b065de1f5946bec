#!/usr/bin/env python3
"""Closes the window of that title as a person does with its button. There is no window manager on the
made-up desktop that would have one.

It asks the window (WM_DELETE_WINDOW); what comes of that is up to the program.
"""

import ctypes
import ctypes.util
import sys

CLIENT_MESSAGE = 33


class ClientMessage(ctypes.Structure):
    """XClientMessageEvent, with the room of the largest event."""

    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("room", ctypes.c_long * 24),
    ]


def title(x11, display, window):
    """The window's title, or None."""
    name = ctypes.c_char_p()
    found = x11.XFetchName(display, ctypes.c_ulong(window), ctypes.byref(name))
    return name.value.decode("utf-8", "replace") if found and name.value else None


def children(x11, display, window):
    """The windows inside a window."""
    root, parent = ctypes.c_ulong(), ctypes.c_ulong()
    inside, count = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
    x11.XQueryTree(display, ctypes.c_ulong(window), ctypes.byref(root), ctypes.byref(parent),
                   ctypes.byref(inside), ctypes.byref(count))
    return [inside[place] for place in range(count.value)]


def main():
    """Closes it; exit code 1 when there is none."""
    wanted = sys.argv[1]
    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    atom = lambda name: x11.XInternAtom(display, name, 0)  # noqa: E731
    # No window manager puts frames around windows: they lie directly in the root.
    for window in children(x11, display, x11.XDefaultRootWindow(display)):
        if title(x11, display, window) == wanted:
            event = ClientMessage(type=CLIENT_MESSAGE, window=window, format=32,
                                  message_type=atom(b"WM_PROTOCOLS"))
            event.data[0] = atom(b"WM_DELETE_WINDOW")
            x11.XSendEvent(display, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
            x11.XSync(display, 0)
            return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
