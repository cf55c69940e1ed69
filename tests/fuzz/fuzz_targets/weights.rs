//! Files of numbers: weights by PyTorch (pickles in a zip, or one after the other) and safetensors, and rows as .npy.
#![no_main]

use candle_core::Device;
use gleaner::features::Source;
use gleaner::features::backbone::Backbone;
use gleaner::features::vectors::Matrix;
use gleaner_fuzz::with_file;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    with_file(bytes, |path| {
        match Backbone::open(&Source::File(path.to_owned()), &Device::Cpu) {
            Ok(backbone) => assert!(backbone.n_features() > 0),
            Err(fault) => assert!(!fault.to_string().contains("stack backtrace"), "{fault}"),
        }
        if let Ok(matrix) = Matrix::read(path) {
            assert_eq!(matrix.n() * matrix.d, matrix.numbers.len());
        }
    });
});
