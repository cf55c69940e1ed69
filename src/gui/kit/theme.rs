//! How the window looks: two palettes of its own, type, spacing, and the colours of clusters.
//!
//! Every text colour reaches a contrast of 4.5:1 on every ground that it is drawn on (a test computes it). Colours of
//! clusters are told apart by colour-blind people too, and never stand alone: a name or a number is always beside them.

use crate::ids::ClusterId;
use egui::style::{HandleShape, ScrollStyle, WidgetVisuals};
use egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, RichText, Shadow, Stroke,
    Style, TextStyle, Theme, Visuals, vec2,
};
use std::sync::Arc;

/// The colours of one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Ground of the bars and side panels.
    pub panel: Color32,
    /// Ground of the middle, of fields and lists.
    pub canvas: Color32,
    /// Ground of dialogs and menus.
    pub raised: Color32,
    /// Ground of a quiet button.
    pub control: Color32,
    /// The same under the pointer.
    pub control_hover: Color32,
    /// Thin lines between things.
    pub line: Color32,
    /// Frames of buttons and fields, which their ground sets off already.
    pub frame: Color32,
    /// Lines that must be seen: boxes to tick, frames of colour swatches.
    pub line_strong: Color32,
    /// Text.
    pub text: Color32,
    /// Less important text.
    pub weak: Color32,
    /// The one colour that says "this is what to do next".
    pub accent: Color32,
    /// The same under the pointer.
    pub accent_hover: Color32,
    /// Text on `accent`.
    pub on_accent: Color32,
    /// Accent as text or line on panel, canvas and raised.
    pub accent_text: Color32,
    /// Ground of what is selected.
    pub selected: Color32,
    /// Something went well.
    pub good: Color32,
    /// Something to know.
    pub warning: Color32,
    /// Something did not work.
    pub error: Color32,
}

/// Ink on warm paper.
pub const LIGHT: Palette = Palette {
    panel: Color32::from_rgb(0xf6, 0xf5, 0xf2),
    canvas: Color32::from_rgb(0xff, 0xff, 0xff),
    raised: Color32::from_rgb(0xff, 0xff, 0xff),
    control: Color32::from_rgb(0xe9, 0xe7, 0xe2),
    control_hover: Color32::from_rgb(0xde, 0xdb, 0xd4),
    line: Color32::from_rgb(0xe1, 0xde, 0xd8),
    frame: Color32::from_rgb(0xcf, 0xcb, 0xc2),
    line_strong: Color32::from_rgb(0x8c, 0x88, 0x7f),
    text: Color32::from_rgb(0x1d, 0x1c, 0x1a),
    weak: Color32::from_rgb(0x5c, 0x59, 0x53),
    accent: Color32::from_rgb(0x0b, 0x6e, 0x66),
    accent_hover: Color32::from_rgb(0x08, 0x5a, 0x53),
    on_accent: Color32::from_rgb(0xff, 0xff, 0xff),
    accent_text: Color32::from_rgb(0x0a, 0x65, 0x5d),
    selected: Color32::from_rgb(0xd5, 0xec, 0xe8),
    good: Color32::from_rgb(0x1b, 0x69, 0x36),
    warning: Color32::from_rgb(0x84, 0x4b, 0x00),
    error: Color32::from_rgb(0xae, 0x22, 0x1c),
};

/// Paper light on graphite.
pub const DARK: Palette = Palette {
    panel: Color32::from_rgb(0x1c, 0x1d, 0x1f),
    canvas: Color32::from_rgb(0x13, 0x14, 0x15),
    raised: Color32::from_rgb(0x24, 0x26, 0x28),
    control: Color32::from_rgb(0x2f, 0x31, 0x34),
    control_hover: Color32::from_rgb(0x3b, 0x3e, 0x42),
    line: Color32::from_rgb(0x34, 0x36, 0x3a),
    frame: Color32::from_rgb(0x46, 0x49, 0x4e),
    line_strong: Color32::from_rgb(0x7a, 0x7e, 0x84),
    text: Color32::from_rgb(0xea, 0xea, 0xe8),
    weak: Color32::from_rgb(0xac, 0xae, 0xb1),
    accent: Color32::from_rgb(0x45, 0xc4, 0xb4),
    accent_hover: Color32::from_rgb(0x66, 0xd6, 0xc8),
    on_accent: Color32::from_rgb(0x04, 0x22, 0x1f),
    accent_text: Color32::from_rgb(0x5c, 0xd0, 0xc1),
    selected: Color32::from_rgb(0x1d, 0x45, 0x41),
    good: Color32::from_rgb(0x74, 0xd1, 0x92),
    warning: Color32::from_rgb(0xf0, 0xb4, 0x55),
    error: Color32::from_rgb(0xff, 0x9a, 0x90),
};

impl Palette {
    /// The palette that `ui` is drawn with.
    #[must_use]
    pub fn of(ui: &egui::Ui) -> &'static Self {
        Self::of_visuals(ui.visuals())
    }

    /// The palette that such visuals were made from.
    #[must_use]
    pub fn of_visuals(visuals: &Visuals) -> &'static Self {
        // Each has its own colour of links, which nothing else changes.
        match (visuals.dark_mode, visuals.hyperlink_color) {
            (true, link) if link == HIGH_DARK.accent_text => &HIGH_DARK,
            (true, _) => &DARK,
            (false, link) if link == HIGH_LIGHT.accent_text => &HIGH_LIGHT,
            (false, _) => &LIGHT,
        }
    }

    /// Whether it is one of high contrast.
    #[must_use]
    pub fn is_high_contrast(&self) -> bool {
        *self == HIGH_LIGHT || *self == HIGH_DARK
    }

    /// The frame of what has the keyboard.
    #[must_use]
    pub fn focus_ring(&self) -> Stroke {
        Stroke::new(if self.is_high_contrast() { 3.0 } else { 2.0 }, self.accent_text)
    }
}

/// Black on white, frames as dark as text.
pub const HIGH_LIGHT: Palette = Palette {
    panel: Color32::from_rgb(0xff, 0xff, 0xff),
    canvas: Color32::from_rgb(0xff, 0xff, 0xff),
    raised: Color32::from_rgb(0xff, 0xff, 0xff),
    control: Color32::from_rgb(0xf2, 0xf2, 0xf2),
    control_hover: Color32::from_rgb(0xd8, 0xd8, 0xd8),
    line: Color32::from_rgb(0x5a, 0x5a, 0x5a),
    frame: Color32::from_rgb(0x3a, 0x3a, 0x3a),
    line_strong: Color32::from_rgb(0x1a, 0x1a, 0x1a),
    text: Color32::from_rgb(0x00, 0x00, 0x00),
    weak: Color32::from_rgb(0x2c, 0x2c, 0x2c),
    accent: Color32::from_rgb(0x00, 0x4a, 0x44),
    accent_hover: Color32::from_rgb(0x00, 0x36, 0x31),
    on_accent: Color32::from_rgb(0xff, 0xff, 0xff),
    accent_text: Color32::from_rgb(0x00, 0x45, 0x3f),
    selected: Color32::from_rgb(0xb8, 0xf0, 0xe8),
    good: Color32::from_rgb(0x00, 0x48, 0x1d),
    warning: Color32::from_rgb(0x5f, 0x33, 0x00),
    error: Color32::from_rgb(0x8a, 0x00, 0x00),
};

/// White on black, frames as light as text.
pub const HIGH_DARK: Palette = Palette {
    panel: Color32::from_rgb(0x00, 0x00, 0x00),
    canvas: Color32::from_rgb(0x00, 0x00, 0x00),
    raised: Color32::from_rgb(0x00, 0x00, 0x00),
    control: Color32::from_rgb(0x1c, 0x1c, 0x1c),
    control_hover: Color32::from_rgb(0x38, 0x38, 0x38),
    line: Color32::from_rgb(0xa0, 0xa0, 0xa0),
    frame: Color32::from_rgb(0xc4, 0xc4, 0xc4),
    line_strong: Color32::from_rgb(0xee, 0xee, 0xee),
    text: Color32::from_rgb(0xff, 0xff, 0xff),
    weak: Color32::from_rgb(0xdc, 0xdc, 0xdc),
    accent: Color32::from_rgb(0x5c, 0xf2, 0xdf),
    accent_hover: Color32::from_rgb(0x9c, 0xff, 0xf2),
    on_accent: Color32::from_rgb(0x00, 0x00, 0x00),
    accent_text: Color32::from_rgb(0x6c, 0xf5, 0xe4),
    selected: Color32::from_rgb(0x00, 0x45, 0x3e),
    good: Color32::from_rgb(0x7d, 0xff, 0xa6),
    warning: Color32::from_rgb(0xff, 0xd2, 0x4a),
    error: Color32::from_rgb(0xff, 0xb3, 0xac),
};

/// The same on every ground, so that a colour means one thing in every theme: of those that reach a contrast of 3 on light and
/// on dark pages, chosen so that the two most alike are as far apart as they can be, to normal and to colour-blind eyes.
const SERIES: [Color32; 10] = [
    Color32::from_rgb(0x36, 0x63, 0xfc),
    Color32::from_rgb(0x48, 0x7e, 0x00),
    Color32::from_rgb(0xea, 0x00, 0x6c),
    Color32::from_rgb(0x36, 0x99, 0x99),
    Color32::from_rgb(0xc6, 0x5a, 0xcf),
    Color32::from_rgb(0x48, 0x75, 0x99),
    Color32::from_rgb(0xf3, 0x00, 0x1b),
    Color32::from_rgb(0x12, 0x7e, 0x63),
    Color32::from_rgb(0x5a, 0x87, 0xfc),
    Color32::from_rgb(0xbd, 0x1b, 0xcf),
];

/// The colour of a cluster: the same as long as the cluster lives.
#[must_use]
pub fn cluster_color(cluster: ClusterId) -> Color32 {
    series_color(cluster.0 as usize)
}

/// The colour of the n-th curve of a plot.
#[must_use]
pub fn series_color(n: usize) -> Color32 {
    SERIES[n % SERIES.len()]
}

/// The family of the heavier weight.
#[must_use]
pub fn strong_family() -> FontFamily {
    FontFamily::Name("strong".into())
}

/// Text in the heavier weight, at body size.
#[must_use]
pub fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).family(strong_family())
}

/// The one large line of a page or dialog.
#[must_use]
pub fn title(text: impl Into<String>) -> RichText {
    strong(text).size(20.0)
}

/// Installs type, scripts and both themes in a context.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.add_plugin(super::scripts::Scripts::default());
    set_high_contrast(ctx, false);
}

/// Draws light and dark from now on in the usual or in high contrast.
pub fn set_high_contrast(ctx: &egui::Context, is_high: bool) {
    for theme in [Theme::Light, Theme::Dark] {
        ctx.set_style_of(theme, style(theme, is_high));
    }
}

/// Inter in two weights, then egui's fonts; the system's fonts answer for scripts that none of these has.
fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let faces: [(&str, &'static [u8]); 2] = [
        ("Inter", include_bytes!("../../../assets/fonts/Inter-Regular.otf")),
        ("Inter SemiBold", include_bytes!("../../../assets/fonts/Inter-SemiBold.otf")),
    ];
    for (name, bytes) in faces {
        fonts.font_data.insert(name.into(), Arc::new(FontData::from_static(bytes)));
    }
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let chain = |first: &str| std::iter::once(first.to_owned()).chain(fallback.iter().cloned()).collect::<Vec<_>>();
    fonts.families.insert(strong_family(), chain("Inter SemiBold"));
    fonts.families.insert(FontFamily::Proportional, chain("Inter"));
    fonts
}

/// The style of one theme.
#[must_use]
pub fn style(theme: Theme, is_high_contrast: bool) -> Style {
    let palette = match (theme, is_high_contrast) {
        (Theme::Light, false) => &LIGHT,
        (Theme::Dark, false) => &DARK,
        (Theme::Light, true) => &HIGH_LIGHT,
        (Theme::Dark, true) => &HIGH_DARK,
    };
    let mut style = theme.default_style();
    style.text_styles = [
        (TextStyle::Small, FontId::proportional(11.5)),
        (TextStyle::Body, FontId::proportional(13.5)),
        (TextStyle::Button, FontId::proportional(13.5)),
        (TextStyle::Monospace, FontId::monospace(12.5)),
        (TextStyle::Heading, FontId::new(16.0, strong_family())),
    ]
    .into();

    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(8.0, 6.0);
    spacing.button_padding = vec2(10.0, 5.0);
    spacing.interact_size = vec2(36.0, 26.0);
    spacing.window_margin = Margin::same(16);
    spacing.menu_margin = Margin::same(6);
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 9.0;
    spacing.icon_spacing = 6.0;
    spacing.slider_rail_height = 5.0;
    spacing.combo_width = 80.0;
    spacing.tooltip_width = 340.0;
    spacing.scroll = ScrollStyle { floating: true, bar_width: 9.0, ..ScrollStyle::floating() };
    style.interaction.tooltip_delay = 0.35;
    style.interaction.selectable_labels = false;
    style.animation_time = 0.10;

    let visuals = &mut style.visuals;
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.raised;
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.extreme_bg_color = palette.canvas;
    visuals.faint_bg_color = palette.panel;
    visuals.code_bg_color = palette.control;
    visuals.hyperlink_color = palette.accent_text;
    visuals.warn_fg_color = palette.warning;
    visuals.error_fg_color = palette.error;
    visuals.weak_text_color = Some(palette.weak);
    visuals.selection.bg_fill = palette.selected;
    visuals.selection.stroke = Stroke::new(if is_high_contrast { 2.0 } else { 1.0 }, palette.accent_text);
    visuals.window_corner_radius = CornerRadius::same(10);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.window_shadow = shadow(theme, 24);
    visuals.popup_shadow = shadow(theme, 12);
    visuals.slider_trailing_fill = true;
    visuals.handle_shape = HandleShape::Rect { aspect_ratio: 0.45 };
    visuals.indent_has_left_vline = false;
    visuals.disabled_alpha = if is_high_contrast { 0.7 } else { 0.5 };

    let look = |fill: Color32, frame: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, frame),
        corner_radius: CornerRadius::same(6),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    visuals.widgets.noninteractive = look(palette.panel, palette.line, palette.text);
    visuals.widgets.inactive = look(palette.control, palette.frame, palette.text);
    visuals.widgets.hovered = look(palette.control_hover, palette.line_strong, palette.text);
    // What has the keyboard looks so too.
    visuals.widgets.active = look(palette.control_hover, palette.accent_text, palette.text);
    visuals.widgets.active.bg_stroke = palette.focus_ring();
    visuals.widgets.open = look(palette.control, palette.line_strong, palette.text);
    style
}

fn shadow(theme: Theme, blur: u8) -> Shadow {
    let alpha = if theme == Theme::Dark { 110 } else { 40 };
    Shadow { offset: [0, 4], blur, spread: 0, color: Color32::from_black_alpha(alpha) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.1 relative luminance.
    fn luminance(color: Color32) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_reaches_a_contrast_of_4_5_and_in_high_contrast_of_7() {
        for palette in [LIGHT, DARK, HIGH_LIGHT, HIGH_DARK] {
            let (least, least_line) = if palette.is_high_contrast() { (7.0, 4.5) } else { (4.5, 3.0) };
            let grounds = [palette.panel, palette.canvas, palette.raised];
            let texts = [
                ("text", palette.text),
                ("weak", palette.weak),
                ("accent_text", palette.accent_text),
                ("good", palette.good),
                ("warning", palette.warning),
                ("error", palette.error),
            ];
            for ground in grounds {
                for (name, text) in texts {
                    assert!(contrast(text, ground) >= least, "{name} on {ground:?}: {}", contrast(text, ground));
                }
                assert!(contrast(palette.line_strong, ground) >= least_line, "frames on {ground:?}");
            }
            for ground in [palette.control, palette.control_hover, palette.selected] {
                assert!(contrast(palette.text, ground) >= least, "text on {ground:?}");
            }
            assert!(contrast(palette.weak, palette.selected) >= least, "{}", contrast(palette.weak, palette.selected));
            assert!(contrast(palette.accent_text, palette.selected) >= least);
            for ground in grounds {
                assert!(contrast(palette.focus_ring().color, ground) >= 4.5, "what has the keyboard on {ground:?}");
                if palette.is_high_contrast() {
                    assert!(contrast(palette.line, ground) >= 4.5, "lines on {ground:?}");
                    assert!(contrast(palette.frame, ground) >= 7.0, "frames on {ground:?}");
                }
            }
            for ground in [palette.accent, palette.accent_hover] {
                assert!(contrast(palette.on_accent, ground) >= least, "button text on {ground:?}");
            }
        }
    }

    /// Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
    const DEUTERANOPIA: [[f64; 3]; 3] =
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]];
    const PROTANOPIA: [[f64; 3]; 3] =
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]];
    const NORMAL: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

    /// Oklab coordinates of a colour as such an eye sees it.
    fn seen(color: Color32, eye: [[f64; 3]; 3]) -> [f64; 3] {
        let linear = [color.r(), color.g(), color.b()].map(|c| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        });
        let times = |m: [[f64; 3]; 3], v: [f64; 3]| m.map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum::<f64>());
        let rgb = times(eye, linear).map(|c| c.max(0.0));
        let lms = times(
            [
                [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
                [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
                [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
            ],
            rgb,
        );
        times(
            [
                [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
                [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
                [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
            ],
            lms.map(f64::cbrt),
        )
    }

    #[test]
    fn visuals_know_their_palette() {
        for (theme, is_high, palette) in [
            (Theme::Light, false, LIGHT),
            (Theme::Dark, false, DARK),
            (Theme::Light, true, HIGH_LIGHT),
            (Theme::Dark, true, HIGH_DARK),
        ] {
            assert_eq!(*Palette::of_visuals(&style(theme, is_high).visuals), palette);
        }
    }

    #[test]
    fn colour_blind_people_can_tell_clusters_apart_in_every_theme() {
        for palette in [DARK, LIGHT, HIGH_DARK, HIGH_LIGHT] {
            for (color, ground) in SERIES.iter().flat_map(|color| [(color, palette.panel), (color, palette.canvas)]) {
                assert!(contrast(*color, ground) >= 3.0, "{color:?} on {ground:?}: {}", contrast(*color, ground));
            }
        }
        assert_apart(&SERIES, 0.07);
        assert_apart(&crate::gui::kit::colours::given(), 0.05);
    }

    fn assert_apart(colors: &[Color32], least: f64) {
        for eye in [NORMAL, DEUTERANOPIA, PROTANOPIA] {
            for (i, a) in colors.iter().enumerate() {
                for b in &colors[i + 1..] {
                    let d = seen(*a, eye).iter().zip(seen(*b, eye)).map(|(x, y)| (x - y).powi(2)).sum::<f64>();
                    assert!(d.sqrt() > least, "{a:?} and {b:?} look alike: {:.3}", d.sqrt());
                }
            }
        }
    }
}
