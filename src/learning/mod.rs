//! Networks and how they are trained: views, kernels, networks, losses, optimisers, one loop, checkpoints, and the
//! stages that learn features: SimCLR, and the decoupled contrastive loss.
//!
//! It knows no folder, project or cluster name; images come as tiles and leave as feature rows.

pub mod augment;
pub mod checkpoint;
pub mod dcl;
pub mod device;
pub mod kernels;
pub mod losses;
pub mod network;
pub mod optim;
pub mod prefetch;
pub mod prior;
pub mod simclr;
pub mod trainer;
pub mod views;

#[cfg(test)]
pub mod testing;
