//! Fits the window to its screen: how large it is at first, and how small it may become. A window larger than its screen hides
//! its bars, so no size here exceeds what the screen has.

use egui::{Context, Vec2, ViewportCommand, vec2};

/// As small as this everything still works, in points: whatever size everything has.
const LEAST: Vec2 = vec2(640.0, 400.0);
/// The first size where the screen has room for it, and where it has much more.
const FIRST: [Vec2; 2] = [vec2(1280.0, 800.0), vec2(1680.0, 1050.0)];

/// What was asked of the window.
pub struct ScreenFit {
    /// The window was never open before: its size is ours to choose.
    is_first: bool,
    asked: Option<Vec2>,
}

impl ScreenFit {
    /// `is_first`: no size is remembered.
    #[must_use]
    pub fn new(is_first: bool) -> Self {
        Self { is_first, asked: None }
    }

    /// Asks for what the screen has room for, once it is known and whenever that changes.
    pub fn follow(&mut self, ctx: &Context) {
        let Some(screen) = ctx.input(|input| input.viewport().monitor_size).filter(|size| size.min_elem() > 0.0) else {
            return;
        };
        let least = least(screen);
        if self.asked.is_none_or(|asked| (asked - least).abs().max_elem() > 0.5) {
            ctx.send_viewport_cmd(ViewportCommand::MinInnerSize(least));
            self.asked = Some(least);
        }
        if std::mem::take(&mut self.is_first) {
            ctx.send_viewport_cmd(ViewportCommand::InnerSize(first(screen)));
        }
    }
}

/// The smallest size in points on a screen of so many. Where everything is enlarged these are more pixels: in fewer points the
/// bars would lie over each other.
#[must_use]
pub fn least(screen: Vec2) -> Vec2 {
    LEAST.min(screen * 0.8)
}

/// The first size on a screen: most of it, with room for what the system draws at its edges.
#[must_use]
pub fn first(screen: Vec2) -> Vec2 {
    let [usual, largest] = FIRST;
    (screen * 0.8).clamp(usual, largest).min(screen * vec2(0.96, 0.88)).floor()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_screen_is_too_small_for_the_window() {
        // 1366 x 768 at 100, 150 and 200 %, 1024 x 600, 1920 x 1080 at 200 %, a large one.
        for screen in
            [(1366.0, 768.0), (910.0, 512.0), (683.0, 384.0), (1024.0, 600.0), (960.0, 540.0), (3840.0, 2160.0)]
        {
            let screen = Vec2::from(screen);
            for zoom in [0.8, 1.0, 1.5, 3.0] {
                let (least, first) = (least(screen / zoom), first(screen / zoom));
                assert!(least.x <= screen.x / zoom && least.y <= screen.y / zoom, "{least} on {screen} at {zoom}");
                assert!(first.x <= screen.x / zoom && first.y <= screen.y / zoom);
                assert!(least.x <= LEAST.x && least.y <= LEAST.y && least.x <= first.x && least.y <= first.y);
            }
        }
        assert_eq!(least(vec2(1366.0, 768.0) / 1.5), LEAST, "as many points where everything is enlarged");
        assert_eq!(first(vec2(1920.0, 1080.0)), vec2(1536.0, 864.0));
        assert_eq!(first(vec2(3840.0, 2160.0)), FIRST[1]);
    }
}
