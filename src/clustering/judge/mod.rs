//! What result is good: scores without labels and the choices made by them, agreement with labels where there are any, and
//! how far a confidence can be believed. It makes no clusters.

pub mod calibration;
pub mod choice;
pub mod identity;
pub mod keep;
pub mod matching;
pub mod metrics;
pub mod score;
