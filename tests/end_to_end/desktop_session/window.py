#!/usr/bin/env python3
"""Does something with the window of a title, on a made-up desktop without a window manager.

    window.py close TITLE          as a person does with its button: it is asked (WM_DELETE_WINDOW), and
                                   what comes of that is up to the program
    window.py picture TITLE FILE   writes what is on the screen in its place, as PNG

Exit code 1: there is no such window.
"""

import ctypes
import ctypes.util
import sys

CLIENT_MESSAGE = 33
IS_VIEWABLE = 2


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


class Attributes(ctypes.Structure):
    """XWindowAttributes."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("x", "y", "width", "height", "border", "depth")),
        ("visual", ctypes.c_void_p),
        ("root", ctypes.c_ulong),
        *((name, ctypes.c_int) for name in ("kind", "bit_gravity", "gravity", "backing_store")),
        *((name, ctypes.c_ulong) for name in ("backing_planes", "backing_pixel")),
        ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong),
        *((name, ctypes.c_int) for name in ("map_installed", "map_state")),
        *((name, ctypes.c_long) for name in ("all_events", "own_events", "kept_events")),
        ("override_redirect", ctypes.c_int),
        ("screen", ctypes.c_void_p),
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


def close(x11, display, window):
    """Asks the window to close."""
    atom = lambda name: x11.XInternAtom(display, name, 0)  # noqa: E731
    event = ClientMessage(type=CLIENT_MESSAGE, window=window, format=32,
                          message_type=atom(b"WM_PROTOCOLS"))
    event.data[0] = atom(b"WM_DELETE_WINDOW")
    x11.XSendEvent(display, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
    x11.XSync(display, 0)


def picture(x11, display, window, file):
    """Writes what stands in the window's place; false where it is not on the screen."""
    place = Attributes()
    x11.XGetWindowAttributes(display, ctypes.c_ulong(window), ctypes.byref(place))
    if place.map_state != IS_VIEWABLE:
        return False
    gdk, pixels = ctypes.CDLL("libgdk-3.so.0"), ctypes.CDLL("libgdk_pixbuf-2.0.so.0")
    gdk.gdk_get_default_root_window.restype = ctypes.c_void_p
    gdk.gdk_pixbuf_get_from_window.restype = ctypes.c_void_p
    gdk.gdk_init(None, None)
    screen = ctypes.c_void_p(gdk.gdk_get_default_root_window())
    taken = gdk.gdk_pixbuf_get_from_window(screen, place.x, place.y, place.width, place.height)
    written = pixels.gdk_pixbuf_savev(
        ctypes.c_void_p(taken), file.encode(), b"png", None, None, None)
    return bool(written)


def main():
    """Does it; exit code 1 when there is no such window."""
    what, wanted = sys.argv[1:3]
    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    # No window manager puts frames around windows: they lie directly in the root.
    for window in children(x11, display, x11.XDefaultRootWindow(display)):
        if title(x11, display, window) == wanted:
            if what == "picture":
                return 0 if picture(x11, display, window, sys.argv[3]) else 1
            close(x11, display, window)
            return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
