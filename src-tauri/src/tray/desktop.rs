//! What the desktop says about itself over the session bus: whether it shows tray icons, and whether
//! it is dark. Both calls may wait; never make them on the window's thread.

use super::icon::Panel;

/// Whether something shows tray icons at this moment. Where a platform always does: true.
pub(crate) fn has_host() -> bool {
    #[cfg(target_os = "linux")]
    return bus::has_host().unwrap_or(false);
    #[cfg(not(target_os = "linux"))]
    true
}

/// Whether the desktop is dark.
pub(crate) fn panel() -> Panel {
    #[cfg(target_os = "linux")]
    return bus::color_scheme().map_or(Panel::Unknown, from_color_scheme);
    #[cfg(not(target_os = "linux"))]
    Panel::Unknown
}

/// The portal's `org.freedesktop.appearance color-scheme`: 0 no preference, 1 dark, 2 light.
#[cfg(any(target_os = "linux", test))]
fn from_color_scheme(scheme: u32) -> Panel {
    match scheme {
        1 => Panel::Dark,
        2 => Panel::Light,
        _ => Panel::Unknown,
    }
}

#[cfg(target_os = "linux")]
mod bus {
    use std::time::Duration;

    use zbus::blocking::{Connection, connection::Builder};
    use zbus::zvariant::{OwnedValue, Value};

    /// A desktop that takes longer to answer counts as one that does not know.
    const PATIENCE: Duration = Duration::from_secs(1);

    fn session() -> zbus::Result<Connection> {
        Builder::session()?.method_timeout(PATIENCE).build()
    }

    /// `None`: nobody keeps a list of tray icons, or there is no session bus.
    pub(super) fn has_host() -> Option<bool> {
        let watcher = "org.kde.StatusNotifierWatcher";
        let answer = session().ok()?.call_method(
            Some(watcher),
            "/StatusNotifierWatcher",
            Some("org.freedesktop.DBus.Properties"),
            "Get",
            &(watcher, "IsStatusNotifierHostRegistered"),
        );
        let value: OwnedValue = answer.ok()?.body().deserialize().ok()?;
        bool::try_from(value).ok()
    }

    /// `None`: there is no portal, or it does not know.
    pub(super) fn color_scheme() -> Option<u32> {
        let answer = session().ok()?.call_method(
            Some("org.freedesktop.portal.Desktop"),
            "/org/freedesktop/portal/desktop",
            Some("org.freedesktop.portal.Settings"),
            "Read",
            &("org.freedesktop.appearance", "color-scheme"),
        );
        let value: OwnedValue = answer.ok()?.body().deserialize().ok()?;
        number(&value)
    }

    /// Portals wrap the number once or twice.
    fn number(value: &Value<'_>) -> Option<u32> {
        match value {
            Value::U32(number) => Some(*number),
            Value::Value(inner) => number(inner),
            _ => None,
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_wrapped_number_is_the_number() {
            let twice = Value::Value(Box::new(Value::Value(Box::new(Value::U32(1)))));
            assert_eq!(number(&twice), Some(1));
            assert_eq!(number(&Value::U32(2)), Some(2));
            assert_eq!(number(&Value::from("dark")), None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_preference_is_one() {
        assert_eq!(from_color_scheme(1), Panel::Dark);
        assert_eq!(from_color_scheme(2), Panel::Light);
        assert_eq!(from_color_scheme(0), Panel::Unknown);
        assert_eq!(from_color_scheme(7), Panel::Unknown);
    }
}
