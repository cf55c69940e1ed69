//! What a checkpoint's pickle can hold: plain values, and the names whose calls stand for one.

use candle_core::DType;
use std::borrow::Cow;

/// The number of a value.
pub(super) type Id = u32;

/// The number of the value that stands for all that is not needed.
pub(super) const OPAQUE: Id = 0;

/// A value. Those in it are numbers, so that it can be in itself.
#[derive(Debug, PartialEq)]
pub(super) enum Value<'a> {
    /// Anything that no tensor needs: an optimiser, a date, settings.
    Opaque,
    Bool(bool),
    Int(i64),
    Text(&'a str),
    Bytes(Cow<'a, [u8]>),
    Tuple(Vec<Id>),
    List(Vec<Id>),
    /// Of a key that comes twice the later counts.
    Dict(Vec<(Id, Id)>),
    Global(Global),
    /// A whole number type of NumPy's.
    NumpyInt {
        n_bytes: usize,
        is_signed: bool,
    },
    /// Elements of a storage from `start` on.
    Storage {
        storage: u32,
        start: usize,
    },
    Tensor(Box<View>),
}

/// A tensor: elements of a storage, `offset + sum_i index_i * stride_i`, all counted in elements.
#[derive(Debug, PartialEq)]
pub(super) struct View {
    pub(super) storage: u32,
    pub(super) offset: usize,
    pub(super) size: Vec<usize>,
    pub(super) stride: Vec<usize>,
}

/// Elements that lie outside the pickle.
#[derive(Debug, PartialEq)]
pub(super) struct Storage<'a> {
    pub(super) key: &'a str,
    pub(super) element: Element,
}

/// The type of a storage's elements.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Element {
    /// F16, BF16, F32 or F64.
    Float(DType),
    /// No weights, of so many bytes each.
    Other(usize),
}

impl Element {
    /// Bytes of an element.
    pub(super) fn n_bytes(self) -> usize {
        match self {
            Self::Float(dtype) => dtype.size_in_bytes(),
            Self::Other(n_bytes) => n_bytes,
        }
    }

    /// Of PyTorch's storage class.
    fn of_class(name: &str) -> Option<Self> {
        Some(match name {
            "HalfStorage" => Self::Float(DType::F16),
            "BFloat16Storage" => Self::Float(DType::BF16),
            "FloatStorage" => Self::Float(DType::F32),
            "DoubleStorage" => Self::Float(DType::F64),
            "BoolStorage" | "ByteStorage" | "CharStorage" | "QInt8Storage" | "QUInt8Storage" | "UntypedStorage" => {
                Self::Other(1)
            }
            "ShortStorage" => Self::Other(2),
            "IntStorage" | "QInt32Storage" => Self::Other(4),
            "LongStorage" | "ComplexFloatStorage" => Self::Other(8),
            "ComplexDoubleStorage" => Self::Other(16),
            _ => return None,
        })
    }
}

/// The names whose calls stand for a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Global {
    Dict,
    /// A tensor by storage, offset, size and stride.
    Tensor,
    /// A tensor that is trained.
    Parameter,
    /// A tensor of a subclass, by the name and the arguments that make it.
    FromType,
    Size,
    Storage(Element),
    NumpyScalar,
    NumpyDtype,
    /// Bytes as older pickles write them: a text and its encoding.
    Encode,
}

impl Global {
    /// The name `module.name`, if it stands for something.
    pub(super) fn find(module: &[u8], name: &[u8]) -> Option<Self> {
        let (module, name) = (std::str::from_utf8(module).ok()?, std::str::from_utf8(name).ok()?);
        match (module, name) {
            ("collections", "OrderedDict" | "defaultdict") => Some(Self::Dict),
            ("torch._utils", "_rebuild_tensor" | "_rebuild_tensor_v2") => Some(Self::Tensor),
            ("torch._utils", "_rebuild_parameter" | "_rebuild_parameter_with_state") => Some(Self::Parameter),
            ("torch._tensor", "_rebuild_from_type_v2") => Some(Self::FromType),
            ("torch", "Size") => Some(Self::Size),
            ("torch" | "torch.cuda" | "torch.storage", _) => Element::of_class(name).map(Self::Storage),
            ("numpy.core.multiarray" | "numpy._core.multiarray", "scalar") => Some(Self::NumpyScalar),
            ("numpy", "dtype") => Some(Self::NumpyDtype),
            ("_codecs", "encode") => Some(Self::Encode),
            _ => None,
        }
    }
}

impl Value<'_> {
    /// A whole number type by NumPy's code, `i8` say: the kind, and the bytes of a number.
    pub(super) fn numpy_int(code: &str) -> Option<Self> {
        let (kind, n_bytes) = code.split_at_checked(1)?;
        let n_bytes = n_bytes.parse().ok().filter(|n| [1, 2, 4, 8].contains(n))?;
        matches!(kind, "i" | "u").then(|| Self::NumpyInt { n_bytes, is_signed: kind == "i" })
    }
}
