//! Cuts the views of the next batch while this one trains, in what time the threads of the pool have left.
//!
//! It decides no draw: views are a function of what is ordered, so that cutting them earlier, later or elsewhere changes
//! no bit. One batch is cut ahead, not more.

use super::views::{self, Scratch, TileSet, View};
use candle_core::{Device, Result, Tensor};
use parking_lot::Mutex;
use rayon::Yield;

/// Images whose views are drawn with one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Of the tile set.
    pub images: Vec<u32>,
    /// As in [`views::batch`].
    pub key: Vec<u64>,
}

/// The views of one input of the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What is shown of each image.
    pub view: View,
    /// One after the other.
    pub parts: Vec<Part>,
}

impl Order {
    /// One view of each image.
    #[must_use]
    pub fn new(view: View, images: &[u32], key: &[u64]) -> Self {
        Self { view, parts: Vec::new() }.and(images, key)
    }

    /// Another view of these images, after those before.
    #[must_use]
    pub fn and(mut self, images: &[u32], key: &[u64]) -> Self {
        self.parts.push(Part { images: images.to_vec(), key: key.to_vec() });
        self
    }

    fn n_images(&self) -> usize {
        self.parts.iter().map(|part| part.images.len()).sum()
    }
}

/// Views that were ordered, in that order.
#[derive(Debug, Default)]
pub struct Views {
    /// Side and numbers of each.
    inputs: std::vec::IntoIter<(usize, Vec<f32>)>,
}

impl Views {
    /// The next input, (images, 3, side, side), normalised.
    ///
    /// # Errors
    /// From candle, or if no more were ordered.
    pub fn tensor(&mut self, device: &Device) -> Result<Tensor> {
        let (side, pixels) =
            self.inputs.next().ok_or_else(|| candle_core::Error::Msg("no more views were ordered".into()))?;
        let n_images = pixels.len() / (3 * side * side).max(1);
        Tensor::from_vec(pixels, (n_images, 3, side, side), device)
    }
}

/// Cuts views on all threads of the pool.
///
/// # Panics
/// If an image is not one of the set.
#[must_use]
pub fn cut(tiles: &TileSet, orders: &[Order]) -> Views {
    match beside(tiles, orders, || Ok::<_, std::convert::Infallible>(())) {
        Ok(((), views)) => views,
        Err(never) => match never {},
    }
}

/// Does `work` on this thread, and meanwhile lets other threads of the pool cut views whenever `work` gives them nothing
/// to do; what is left at its end is cut on all.
///
/// # Errors
/// Of `work`; views that were not begun are then left.
///
/// # Panics
/// If `work` does, or an image is not one of the set.
pub fn beside<R, E>(
    tiles: &TileSet,
    orders: &[Order],
    work: impl FnOnce() -> std::result::Result<R, E>,
) -> std::result::Result<(R, Views), E> {
    let side = |order: &Order| order.view.side(tiles.size);
    let mut inputs: Vec<Vec<f32>> =
        orders.iter().map(|order| vec![0.0; order.n_images() * 3 * side(order).pow(2)]).collect();
    let views =
        |inputs: Vec<Vec<f32>>| Views { inputs: orders.iter().map(side).zip(inputs).collect::<Vec<_>>().into_iter() };
    let jobs = Jobs::new(tiles, orders, &mut inputs);
    if jobs.left.lock().is_empty() {
        let result = work()?;
        return Ok((result, views(inputs)));
    }
    let result = rayon::in_place_scope(|scope| {
        // Where there is one thread alone, it comes to this only when nothing is left.
        for _ in 0..(rayon::current_num_threads() / 2).max(1) {
            scope.spawn(|_| jobs.work_in_gaps());
        }
        let unfinished = DropUnfinished(&jobs);
        let result = work();
        if result.is_ok() {
            jobs.finish();
        }
        drop(unfinished);
        result
    })?;
    Ok((result, views(inputs)))
}

/// A few images of a part, small enough that nobody waits long for a thread that cuts them.
struct Job<'a> {
    view: View,
    key: &'a [u64],
    images: &'a [u32],
    out: &'a mut [f32],
}

struct Jobs<'a> {
    tiles: &'a TileSet,
    left: Mutex<Vec<Job<'a>>>,
}

impl<'a> Jobs<'a> {
    fn new(tiles: &'a TileSet, orders: &'a [Order], inputs: &'a mut [Vec<f32>]) -> Self {
        /// Pixels a job: about a tenth of a millisecond.
        const JOB_PIXELS: usize = 8192;
        let mut left = Vec::new();
        for (order, input) in orders.iter().zip(inputs) {
            let n_pixels = order.view.side(tiles.size).pow(2).max(1);
            let n_images = (JOB_PIXELS / n_pixels).max(1);
            let mut rest = input.as_mut_slice();
            for part in &order.parts {
                let (own, others) = rest.split_at_mut(part.images.len() * 3 * n_pixels);
                rest = others;
                let jobs = part.images.chunks(n_images).zip(own.chunks_mut(n_images * 3 * n_pixels));
                left.extend(jobs.map(|(images, out)| Job { view: order.view, key: &part.key, images, out }));
            }
        }
        Self { tiles, left: Mutex::new(left) }
    }

    fn cut_one(&self, scratch: &mut Scratch) -> bool {
        // In a statement of its own: a lock in the condition would be held while the views are cut.
        let job = self.left.lock().pop();
        let Some(Job { view, key, images, out }) = job else { return false };
        let n_numbers = out.len() / images.len();
        for (&image, out) in images.iter().zip(out.chunks_exact_mut(n_numbers)) {
            views::cut(self.tiles, view, image, key, scratch, out);
        }
        true
    }

    /// Training goes first: it has the thread again between any two jobs.
    fn work_in_gaps(&self) {
        let mut scratch = Scratch::default();
        loop {
            while rayon::yield_now() == Some(Yield::Executed) {}
            if !self.cut_one(&mut scratch) {
                return;
            }
        }
    }

    fn drain(&self) {
        let mut scratch = Scratch::default();
        while self.cut_one(&mut scratch) {}
    }

    fn finish(&self) {
        if self.left.lock().is_empty() {
            return;
        }
        rayon::in_place_scope(|scope| {
            for _ in 1..rayon::current_num_threads() {
                scope.spawn(|_| self.drain());
            }
            self.drain();
        });
    }
}

/// Whatever way training ends, by an error or a panic too, nobody goes on with views that are not needed.
struct DropUnfinished<'a, 'b>(&'a Jobs<'b>);

impl Drop for DropUnfinished<'_, '_> {
    fn drop(&mut self) {
        self.0.left.lock().clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;
    use rayon::prelude::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn tiles(n: usize) -> TileSet {
        let mut rng = Rng::from_key(&[6]);
        let pictures: Vec<Vec<u8>> = (0..n).map(|_| (0..16 * 16 * 3).map(|_| rng.below(256) as u8).collect()).collect();
        TileSet::build(n, 16, |i| Ok::<_, std::convert::Infallible>((16, 16, pictures[i].clone()))).expect("infallible")
    }

    fn orders() -> Vec<Order> {
        let all: Vec<u32> = (0..90).collect();
        let simclr = Order::new(View::Simclr, &all, &[1, 0]).and(&all[..40], &[1, 1]);
        vec![simclr, Order::new(View::Plain, &all[3..4], &[]), Order::new(View::Strong, &[], &[2])]
    }

    fn in_pool<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool").install(work)
    }

    fn values(mut views: Views) -> Vec<Vec<f32>> {
        (0..3).map(|_| crate::learning::testing::to_vec(&views.tensor(&Device::Cpu).expect("ordered"))).collect()
    }

    #[test]
    fn views_beside_work_are_those_of_a_batch() {
        let tiles = tiles(90);
        let (mut first, mut second, mut plain) = (Vec::new(), Vec::new(), Vec::new());
        let all: Vec<u32> = (0..90).collect();
        views::batch(&tiles, View::Simclr, &all, &[1, 0], &mut first);
        views::batch(&tiles, View::Simclr, &all[..40], &[1, 1], &mut second);
        views::batch(&tiles, View::Plain, &[3], &[], &mut plain);
        first.append(&mut second);
        for threads in [1, 2, 5] {
            let (sum, views) = in_pool(threads, || {
                // Work that uses the pool itself, and much of it, as kernels do.
                let work =
                    || Ok::<_, ()>((0..200).map(|i| (0..1000u64).into_par_iter().map(|x| x ^ i).sum::<u64>()).max());
                beside(&tiles, &orders(), work).expect("works")
            });
            assert!(sum > Some(499_500));
            assert!(values(views) == [first.clone(), plain.clone(), Vec::new()], "{threads} threads");
        }
        let mut views = in_pool(2, || cut(&tiles, &orders()));
        assert_eq!(views.tensor(&Device::Cpu).expect("ordered").dims(), [130, 3, 16, 16]);
        assert!(values(in_pool(2, || cut(&tiles, &orders()))) == [first, plain, Vec::new()]);
        assert!(Views::default().tensor(&Device::Cpu).is_err());
    }

    #[test]
    fn an_error_of_the_work_comes_back_and_a_panic_goes_through() {
        let tiles = tiles(90);
        for threads in [1, 3] {
            let failed = in_pool(threads, || beside(&tiles, &orders(), || Err::<(), _>("cancelled")).map(|_| ()));
            assert_eq!(failed, Err("cancelled"));
            let work = || -> std::result::Result<(), ()> { panic!("of the work") };
            let panicked =
                catch_unwind(AssertUnwindSafe(|| in_pool(threads, || beside(&tiles, &orders(), work).is_ok())));
            assert!(panicked.is_err());
            let unknown = [Order::new(View::Plain, &[90], &[])];
            let panicked = catch_unwind(AssertUnwindSafe(|| in_pool(threads, || cut(&tiles, &unknown).inputs.len())));
            assert!(panicked.is_err(), "an image that is not there");
        }
    }

    #[test]
    fn what_is_not_begun_when_work_fails_is_left() {
        let tiles = tiles(90);
        let many: Vec<u32> = (0..90).cycle().take(90_000).collect();
        let order = [Order::new(View::Plain, &many, &[])];
        let mut inputs = vec![vec![0.0; many.len() * 3 * 256]];
        let jobs = Jobs::new(&tiles, &order, &mut inputs);
        let n_jobs = jobs.left.lock().len();
        drop(DropUnfinished(&jobs));
        let n_cut = AtomicUsize::new(0);
        in_pool(2, || {
            while jobs.cut_one(&mut Scratch::default()) {
                n_cut.fetch_add(1, Ordering::Relaxed);
            }
            jobs.finish();
            jobs.work_in_gaps();
        });
        assert!(n_jobs > 1000 && n_cut.into_inner() == 0);
    }
}
