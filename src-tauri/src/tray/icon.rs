//! The tray's pictures: three states, each for a dark, a light and an unknown panel.

use tauri::image::Image;
use tauri::include_image;

use super::model::TrayLight;

/// What is known of the panel that the icon stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Panel {
    /// The desktop is dark.
    Dark,
    /// The desktop is light.
    Light,
    /// It does not say. Panels may then be either.
    Unknown,
}

/// Visible on white and on black alike.
const NEUTRAL: [u8; 3] = [0x86, 0x8e, 0x9c];

/// The picture of a state, on such a panel.
pub(super) fn picture(light: TrayLight, panel: Panel) -> Image<'static> {
    match (panel, light) {
        (Panel::Dark, TrayLight::Idle) => include_image!("icons/tray/idle-dark.png"),
        (Panel::Dark, TrayLight::Syncing) => include_image!("icons/tray/syncing-dark.png"),
        (Panel::Dark, TrayLight::NeedsYou) => include_image!("icons/tray/needs-you-dark.png"),
        (Panel::Light, TrayLight::Idle) => include_image!("icons/tray/idle-light.png"),
        (Panel::Light, TrayLight::Syncing) => include_image!("icons/tray/syncing-light.png"),
        (Panel::Light, TrayLight::NeedsYou) => include_image!("icons/tray/needs-you-light.png"),
        (Panel::Unknown, light) => neutral(&picture(light, Panel::Light)),
    }
}

/// The same with lines that are neither dark nor light. The mark of "needs you" keeps its colour.
fn neutral(picture: &Image<'_>) -> Image<'static> {
    let mut pixels = picture.rgba().to_vec();
    for pixel in pixels.chunks_exact_mut(4) {
        // The lines are navy; the mark is orange and white.
        if pixel[0] < 0x80 {
            pixel[..3].copy_from_slice(&NEUTRAL);
        }
    }
    Image::new_owned(pixels, picture.width(), picture.height())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [TrayLight; 3] = [TrayLight::Idle, TrayLight::Syncing, TrayLight::NeedsYou];

    /// How bright what is drawn is on average, from 0 to 255.
    fn brightness(picture: &Image<'_>) -> u32 {
        let drawn = picture.rgba().chunks_exact(4).filter(|pixel| pixel[3] > 0x80);
        let sums: Vec<u32> =
            drawn.map(|pixel| pixel[..3].iter().map(|part| u32::from(*part)).sum()).collect();
        sums.iter().sum::<u32>() / (3 * u32::try_from(sums.len()).expect("a small picture"))
    }

    #[test]
    fn every_state_has_its_own_picture_on_every_panel() {
        let mut seen = std::collections::HashSet::new();
        for panel in [Panel::Dark, Panel::Light, Panel::Unknown] {
            for light in ALL {
                let picture = picture(light, panel);
                assert_eq!((picture.width(), picture.height()), (44, 44));
                assert!(seen.insert(picture.rgba().to_vec()), "{light:?} on {panel:?}");
            }
        }
    }

    #[test]
    fn lines_stand_out_from_their_panel() {
        for light in ALL {
            assert!(brightness(&picture(light, Panel::Dark)) > 150);
            assert!(brightness(&picture(light, Panel::Light)) < 110);
            let unknown = brightness(&picture(light, Panel::Unknown));
            assert!((110..=160).contains(&unknown), "{light:?}: {unknown}");
        }
    }
}
