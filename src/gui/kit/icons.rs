//! Icons as strokes of one weight on a 16-point square, so that they look alike on every system and follow the theme.

use egui::{Color32, Painter, Rect, Shape, Stroke, pos2};

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Curved arrow to the left.
    Undo,
    /// Curved arrow to the right.
    Redo,
    /// Magnifying glass.
    Search,
    /// A cross.
    Close,
    /// A tick.
    Check,
    /// Points down: open.
    ChevronDown,
    /// Points up: close.
    ChevronUp,
    /// Points right: closed.
    ChevronRight,
    /// A sheet with lines.
    Note,
    /// A folder.
    Folder,
    /// A plus.
    Plus,
    /// A minus.
    Minus,
    /// A window with its left part marked.
    PanelLeft,
    /// A window with its right part marked.
    PanelRight,
    /// An i in a circle.
    Info,
    /// An exclamation mark in a triangle.
    Warning,
}

impl Icon {
    /// Draws the icon in the middle of `rect`.
    pub fn paint(self, painter: &Painter, rect: Rect, color: Color32) {
        let side = rect.width().min(rect.height()).min(16.0);
        let origin = rect.center() - egui::vec2(side, side) / 2.0;
        let stroke = Stroke::new(side / 16.0 * 1.5, color);
        let at = |x: f32, y: f32| pos2(origin.x + x / 16.0 * side, origin.y + y / 16.0 * side);
        let line = |points: &[(f32, f32)]| {
            painter.add(Shape::line(points.iter().map(|&(x, y)| at(x, y)).collect(), stroke));
        };
        let circle = |x: f32, y: f32, r: f32| {
            painter.circle_stroke(at(x, y), r / 16.0 * side, stroke);
        };
        match self {
            Self::Undo => {
                line(&[(6.0, 3.0), (2.5, 6.5), (6.0, 10.0)]);
                line(&arc(9.5, 9.75, 3.25, -90.0, 90.0, &[(2.5, 6.5)], &[(6.0, 13.0)]));
            }
            Self::Redo => {
                line(&[(10.0, 3.0), (13.5, 6.5), (10.0, 10.0)]);
                line(&arc(6.5, 9.75, 3.25, 270.0, 90.0, &[(13.5, 6.5)], &[(10.0, 13.0)]));
            }
            Self::Search => {
                circle(7.0, 7.0, 4.25);
                line(&[(10.2, 10.2), (14.0, 14.0)]);
            }
            Self::Close => {
                line(&[(4.0, 4.0), (12.0, 12.0)]);
                line(&[(12.0, 4.0), (4.0, 12.0)]);
            }
            Self::Check => line(&[(3.0, 8.5), (6.5, 12.0), (13.0, 4.5)]),
            Self::ChevronDown => line(&[(4.0, 6.0), (8.0, 10.0), (12.0, 6.0)]),
            Self::ChevronUp => line(&[(4.0, 10.0), (8.0, 6.0), (12.0, 10.0)]),
            Self::ChevronRight => line(&[(6.0, 4.0), (10.0, 8.0), (6.0, 12.0)]),
            Self::Note => {
                line(&[(3.5, 2.0), (12.5, 2.0), (12.5, 14.0), (3.5, 14.0), (3.5, 2.0), (12.5, 2.0)]);
                line(&[(6.0, 5.5), (10.0, 5.5)]);
                line(&[(6.0, 8.5), (10.0, 8.5)]);
            }
            Self::Folder => line(&[
                (2.0, 12.5),
                (2.0, 3.5),
                (6.2, 3.5),
                (7.7, 5.5),
                (14.0, 5.5),
                (14.0, 12.5),
                (2.0, 12.5),
                (2.0, 3.5),
            ]),
            Self::Plus => {
                line(&[(8.0, 3.0), (8.0, 13.0)]);
                line(&[(3.0, 8.0), (13.0, 8.0)]);
            }
            Self::Minus => line(&[(3.0, 8.0), (13.0, 8.0)]),
            Self::PanelLeft | Self::PanelRight => {
                line(&[(2.0, 3.0), (14.0, 3.0), (14.0, 13.0), (2.0, 13.0), (2.0, 3.0), (14.0, 3.0)]);
                let x = if self == Self::PanelLeft { 6.0 } else { 10.0 };
                line(&[(x, 3.0), (x, 13.0)]);
            }
            Self::Info => {
                circle(8.0, 8.0, 6.0);
                line(&[(8.0, 7.3), (8.0, 11.2)]);
                painter.circle_filled(at(8.0, 5.0), side / 16.0, color);
            }
            Self::Warning => {
                line(&[(8.0, 2.3), (14.5, 13.3), (1.5, 13.3), (8.0, 2.3), (14.5, 13.3)]);
                line(&[(8.0, 6.5), (8.0, 9.6)]);
                painter.circle_filled(at(8.0, 11.5), side / 18.0, color);
            }
        }
    }
}

/// Points of a circle's arc in degrees (0 is right, 90 is down), with points before and after it.
fn arc(x: f32, y: f32, r: f32, from: f32, to: f32, before: &[(f32, f32)], after: &[(f32, f32)]) -> Vec<(f32, f32)> {
    let steps = 14;
    let points = (0..=steps).map(|i| {
        let (sin, cos) = (from + (to - from) * i as f32 / steps as f32).to_radians().sin_cos();
        (x + r * cos, y + r * sin)
    });
    before.iter().copied().chain(points).chain(after.iter().copied()).collect()
}
