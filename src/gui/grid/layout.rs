//! Where the cells of the grid lie: arithmetic alone, from the top of the first row.
//!
//! Heights are f64: a million images in large cells are more points than an f32 counts exactly.

use egui::{Pos2, Rect, Vec2, pos2, vec2};
use std::ops::Range;

/// Least space between cells, in points: also where a rubber band can begin.
pub const GAP: f32 = 8.0;
/// Height of the file name under a picture.
pub const CAPTION: f32 = 18.0;
/// Pictures of this side and above have a file name under them.
pub const CAPTION_FROM: f32 = 88.0;

/// A place in the whole grid: x as on screen from the grid's left, y from the top of the first row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// From the left edge, in points.
    pub x: f32,
    /// From the top of all rows, in points.
    pub y: f64,
}

/// Cells of one size in as many columns as fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Number of cells.
    pub n: usize,
    /// Cells a row, at least 1.
    pub columns: usize,
    /// Side of a cell's square in points.
    pub side: f32,
    /// Space between columns, and at both ends.
    gap_x: f32,
    /// Height of the file name, 0 for small cells.
    caption: f32,
}

impl Layout {
    /// `n` cells of `side` points in a grid `width` points wide.
    pub fn new(width: f32, side: f32, n: usize) -> Self {
        let side = side.min(width - 2.0 * GAP).max(16.0);
        let columns = (((width - GAP) / (side + GAP)).floor() as usize).max(1);
        let gap_x = ((width - columns as f32 * side) / (columns + 1) as f32).max(0.0).floor();
        Self { n, columns, side, gap_x, caption: if side >= CAPTION_FROM { CAPTION } else { 0.0 } }
    }

    /// From one row to the next, in points.
    pub fn row_height(&self) -> f32 {
        self.side + self.caption + GAP
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.n.div_ceil(self.columns)
    }

    /// Height of all rows in points.
    pub fn height(&self) -> f64 {
        self.rows() as f64 * f64::from(self.row_height()) + f64::from(GAP)
    }

    /// Cells of the rows that a view `height` points high shows when scrolled to `offset`.
    pub fn visible(&self, offset: f64, height: f32) -> Range<usize> {
        let row_height = f64::from(self.row_height());
        let first = ((offset - f64::from(GAP)) / row_height).floor().max(0.0) as usize;
        let last = ((offset + f64::from(height)) / row_height).ceil().max(0.0) as usize;
        let end = last.saturating_mul(self.columns).min(self.n);
        first.saturating_mul(self.columns).min(end)..end
    }

    /// The row of a cell.
    pub fn row_of(&self, index: usize) -> usize {
        index / self.columns
    }

    /// Top of a row's squares.
    pub fn row_top(&self, row: usize) -> f64 {
        row as f64 * f64::from(self.row_height()) + f64::from(GAP)
    }

    /// The square of a cell, for a grid whose top left lies at `origin` and that is scrolled to `offset`.
    pub fn tile(&self, index: usize, origin: Pos2, offset: f64) -> Rect {
        let x = self.gap_x + (index % self.columns) as f32 * (self.side + self.gap_x);
        let y = (self.row_top(self.row_of(index)) - offset) as f32;
        Rect::from_min_size(origin + vec2(x, y), Vec2::splat(self.side))
    }

    /// A cell's square and its file name.
    pub fn cell(&self, tile: Rect) -> Rect {
        Rect::from_min_max(tile.min, pos2(tile.max.x, tile.max.y + self.caption))
    }

    /// Where a file name goes, if cells have one.
    pub fn caption(&self, tile: Rect) -> Option<Rect> {
        let rect = Rect::from_min_max(pos2(tile.min.x, tile.max.y), pos2(tile.max.x, tile.max.y + self.caption));
        (self.caption > 0.0).then_some(rect)
    }

    /// Columns and rows that a rubber band from one place to another touches.
    pub fn band(&self, a: Place, b: Place) -> Band {
        let (left, right) = (a.x.min(b.x), a.x.max(b.x));
        let (top, bottom) = (a.y.min(b.y) - f64::from(GAP), a.y.max(b.y) - f64::from(GAP));
        let (stride, row_height) = (self.side + self.gap_x, f64::from(self.row_height()));
        // The first square whose far edge lies beyond the near edge of the band, and the first that begins after it.
        let first_column = ((left - self.gap_x - self.side) / stride).ceil().max(0.0) as usize;
        let end_column = (((right - self.gap_x) / stride).floor() + 1.0).max(0.0) as usize;
        let first_row = ((top - f64::from(self.side + self.caption)) / row_height).ceil().max(0.0) as usize;
        let end_row = ((bottom / row_height).floor() + 1.0).max(0.0) as usize;
        Band { columns: first_column..end_column.min(self.columns), rows: first_row..end_row.min(self.rows()) }
    }

    /// The cells of a band, in order.
    pub fn indices(&self, band: &Band) -> impl Iterator<Item = usize> + use<> {
        let (n, columns, across) = (self.n, self.columns, band.columns.clone());
        band.rows
            .clone()
            .flat_map(move |row| across.clone().map(move |column| row * columns + column))
            .filter(move |i| *i < n)
    }

    /// Scroll position that shows a cell whole in a view `height` points high: unchanged if it is seen already, the
    /// nearest one for a neighbour row, centred for a far one.
    pub fn offset_to_show(&self, index: usize, offset: f64, height: f32) -> f64 {
        let top = self.row_top(self.row_of(index)) - f64::from(GAP);
        let bottom = top + f64::from(self.row_height() + GAP);
        let view = f64::from(height);
        let moved = if top < offset {
            top
        } else if bottom > offset + view {
            bottom - view
        } else {
            return offset;
        };
        let is_far = (moved - offset).abs() > view;
        let wanted = if is_far { f64::midpoint(top, bottom) - view / 2.0 } else { moved.min(top) };
        wanted.clamp(0.0, (self.height() - view).max(0.0))
    }

    /// Scroll position in this layout that keeps what `before` showed at `offset` at the same height.
    pub fn offset_after(&self, before: &Self, offset: f64) -> f64 {
        if offset <= 0.0 || before.n == 0 {
            return 0.0;
        }
        let rows = offset / f64::from(before.row_height());
        let row = rows.floor();
        let index = (row as usize).saturating_mul(before.columns);
        (self.row_of(index) as f64 + (rows - row)) * f64::from(self.row_height())
    }
}

/// A block of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Which columns.
    pub columns: Range<usize>,
    /// Which rows.
    pub rows: Range<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_fill_the_width() {
        let layout = Layout::new(740.0, 112.0, 100);
        assert_eq!((layout.columns, layout.rows()), (6, 17));
        let last = layout.tile(5, Pos2::ZERO, 0.0);
        assert!(last.right() <= 740.0 - GAP && last.right() > 740.0 - 2.0 * GAP, "{last:?}");
        assert_eq!(Layout::new(50.0, 300.0, 3).columns, 1, "a narrow grid shrinks its cells");
        assert_eq!(Layout::new(740.0, 112.0, 0).rows(), 0);
    }

    #[test]
    fn visible_rows_cover_the_view_and_little_more() {
        let layout = Layout::new(740.0, 112.0, 100_000);
        let visible = layout.visible(0.0, 600.0);
        assert_eq!(visible.start, 0);
        assert!(visible.len() <= 6 * 6, "{visible:?}");
        let far = layout.visible(layout.height() - 600.0, 600.0);
        assert_eq!(far.end, 100_000);
        assert!(layout.visible(1e12, 600.0).is_empty(), "beyond the end there is nothing");
    }

    #[test]
    fn a_point_touches_the_cell_it_lies_in() {
        const NOTHING: [usize; 0] = [];
        let layout = Layout::new(740.0, 112.0, 14);
        let at = |p: Pos2| {
            let place = Place { x: p.x, y: f64::from(p.y) };
            layout.indices(&layout.band(place, place)).collect::<Vec<_>>()
        };
        for index in 0..14 {
            let tile = layout.tile(index, Pos2::ZERO, 0.0);
            assert_eq!(at(tile.center()), [index]);
            assert_eq!(at(tile.left_top() - vec2(2.0, 0.0)), NOTHING, "the gap at the left");
            assert_eq!(at(tile.left_top() - vec2(0.0, 2.0)), NOTHING, "the gap above");
        }
        let last_row = layout.tile(12, Pos2::ZERO, 0.0).center();
        assert_eq!(at(pos2(700.0, last_row.y)), NOTHING, "after the last image");
    }

    #[test]
    fn a_far_image_is_shown_in_the_middle_and_a_near_one_moves_little() {
        let layout = Layout::new(740.0, 112.0, 10_000);
        assert_eq!(layout.offset_to_show(3, 0.0, 600.0), 0.0);
        let next = layout.offset_to_show(6 * 4, 0.0, 600.0);
        assert!(next > 0.0 && next < 2.0 * f64::from(layout.row_height()), "{next}");
        let far = layout.offset_to_show(5_000, 0.0, 600.0);
        let top = layout.row_top(layout.row_of(5_000)) - far;
        assert!((top - 240.0).abs() < 60.0, "{top}");
        assert_eq!(layout.offset_to_show(0, 5_000.0, 600.0), 0.0);
    }

    #[test]
    fn zooming_keeps_the_top_image_in_view() {
        let small = Layout::new(740.0, 64.0, 10_000);
        let large = Layout::new(740.0, 200.0, 10_000);
        let offset = small.row_top(100);
        let first = small.visible(offset, 500.0).start;
        let after = large.offset_after(&small, offset);
        assert!(large.visible(after, 500.0).contains(&first));
        assert_eq!(large.offset_after(&small, 0.0), 0.0, "the top stays the top");
    }

    proptest! {
        #[test]
        fn a_band_holds_exactly_the_cells_it_touches(
            width in 100.0f32..900.0, side in 32.0f32..200.0, n in 1usize..60,
            ax in 0.0f32..900.0, ay in 0.0f64..900.0, bx in 0.0f32..900.0, by in 0.0f64..900.0,
        ) {
            let layout = Layout::new(width, side, n);
            let band = layout.band(Place { x: ax, y: ay }, Place { x: bx, y: by });
            let found: Vec<usize> = layout.indices(&band).collect();
            let drawn = Rect::from_two_pos(pos2(ax, ay as f32), pos2(bx, by as f32));
            for index in 0..n {
                let cell = layout.cell(layout.tile(index, Pos2::ZERO, 0.0));
                // Cells that the band's edge just grazes may count or not: f32 and f64 round differently.
                if cell.shrink(0.1).intersects(drawn) {
                    prop_assert!(found.contains(&index), "{index} is touched");
                } else if !cell.expand(0.1).intersects(drawn) {
                    prop_assert!(!found.contains(&index), "{index} is not touched");
                }
            }
        }
    }
}
