//! The best one-to-one assignment of rows to columns. It knows nothing of clusters.

/// The one-to-one assignment of rows to columns with the largest total profit, in O(rows^2 columns) (Kuhn 1955, by
/// shortest augmenting paths); `profit` is (rows, cols) row-major, rectangular either way. A number that is not finite
/// counts as 0.
///
/// Gives the column of each row; None for rows left over where there are more rows than columns.
///
/// # Panics
/// If `profit` does not hold rows * cols numbers.
#[must_use]
pub fn hungarian(profit: &[f64], rows: usize, cols: usize) -> Vec<Option<usize>> {
    assert_eq!(profit.len(), rows * cols, "one profit a pair");
    let finite = |value: f64| if value.is_finite() { value } else { 0.0 };
    if rows <= cols {
        return match_rows(rows, cols, |row, col| -finite(profit[row * cols + col])).into_iter().map(Some).collect();
    }
    let mut matched = vec![None; rows];
    for (col, row) in match_rows(cols, rows, |col, row| -finite(profit[row * cols + col])).into_iter().enumerate() {
        matched[row] = Some(col);
    }
    matched
}

/// The column of each row with the least total cost; rows <= cols. Potentials u, v and one augmenting path a row.
fn match_rows(rows: usize, cols: usize, cost: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    // Rows and columns count from 1 here; column 0 stands for the row that is being placed.
    let (mut u, mut v) = (vec![0.0; rows + 1], vec![0.0; cols + 1]);
    let mut row_of = vec![0; cols + 1];
    for row in 1..=rows {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; cols + 1];
        let mut came_from = vec![0; cols + 1];
        let mut is_used = vec![false; cols + 1];
        while row_of[column] != 0 {
            is_used[column] = true;
            let from = row_of[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for j in (1..=cols).filter(|j| !is_used[*j]) {
                let reduced = cost(from - 1, j - 1) - u[from] - v[j];
                if reduced < least[j] {
                    (least[j], came_from[j]) = (reduced, column);
                }
                if least[j] < step {
                    (step, next) = (least[j], j);
                }
            }
            for j in 0..=cols {
                if is_used[j] {
                    u[row_of[j]] += step;
                    v[j] -= step;
                } else {
                    least[j] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[came_from[column]];
            column = came_from[column];
        }
    }
    let mut column_of = vec![0; rows];
    for (column, row) in row_of.iter().enumerate().skip(1).filter(|(_, row)| **row != 0) {
        column_of[row - 1] = column - 1;
    }
    column_of
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    fn total(profit: &[f64], cols: usize, matched: &[Option<usize>]) -> f64 {
        matched.iter().enumerate().filter_map(|(row, col)| Some(profit[row * cols + (*col)?])).sum()
    }

    fn best_by_trying(profit: &[f64], rows: usize, cols: usize, row: usize, used: &mut Vec<bool>) -> f64 {
        if row == rows {
            return 0.0;
        }
        let n_free = used.iter().filter(|used| !**used).count();
        let may_skip = rows - row > n_free;
        let mut best = if may_skip { best_by_trying(profit, rows, cols, row + 1, used) } else { f64::NEG_INFINITY };
        for col in 0..cols {
            if !used[col] {
                used[col] = true;
                best = best.max(profit[row * cols + col] + best_by_trying(profit, rows, cols, row + 1, used));
                used[col] = false;
            }
        }
        best
    }

    #[test]
    fn hungarian_finds_the_best_of_all_assignments() {
        let mut rng = Rng::from_key(&[21]);
        for (rows, cols) in [(1, 1), (2, 2), (3, 5), (5, 3), (6, 6), (1, 4), (4, 1)] {
            for _ in 0..20 {
                let profit: Vec<f64> = (0..rows * cols).map(|_| rng.range(-2.0, 5.0).round()).collect();
                let matched = hungarian(&profit, rows, cols);
                let mut columns: Vec<usize> = matched.iter().flatten().copied().collect();
                assert_eq!(columns.len(), rows.min(cols));
                columns.sort_unstable();
                columns.dedup();
                assert_eq!(columns.len(), rows.min(cols), "each column once");
                let best = best_by_trying(&profit, rows, cols, 0, &mut vec![false; cols]);
                assert!((total(&profit, cols, &matched) - best).abs() < 1e-9, "{rows} x {cols}: {profit:?}");
            }
        }
    }

    #[test]
    fn hungarian_of_nothing() {
        assert_eq!(hungarian(&[], 0, 0), []);
        assert_eq!(hungarian(&[], 2, 0), [None, None]);
        assert_eq!(hungarian(&[], 0, 2), []);
        assert_eq!(hungarian(&[f64::NAN, 1.0, 2.0, f64::INFINITY], 2, 2), [Some(1), Some(0)]);
    }
}
