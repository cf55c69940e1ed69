//! The state dict in the object that a checkpoint holds.

use super::pickle::Pickle;
use super::tensor;
use super::value::{Element, Id, Value, View};
use candle_core::Tensor;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Keys under which training code keeps the state dict, the likeliest first. DINO evaluates its teacher.
const KEYS: [&str; 7] = ["state_dict", "model_state_dict", "model", "net", "teacher", "student", "backbone"];
/// Dictionaries around a state dict.
const MAX_NESTING: usize = 4;
/// Elements that even a small file may have: views may repeat elements, and the memory for them is to be bounded.
const MIN_ELEMENTS: usize = 1 << 20;

/// What a checkpoint holds.
pub(super) struct State {
    /// Tensors of floating point, f32 on the CPU.
    pub(super) tensors: BTreeMap<String, Tensor>,
    /// What SCAN keeps beside the state dict: under `head` in a finished file, under `best_loss_head` in one to resume from.
    pub(super) best_head: Option<usize>,
}

/// Reads the tensors of the state dict. `storage` gives the bytes of a storage by its place in [`Pickle::storages`], and is
/// asked once for each; `n_file_bytes` bounds what is made of them.
pub(super) fn read<'a>(
    pickle: &Pickle,
    n_file_bytes: usize,
    storage: &mut dyn FnMut(usize) -> Result<Cow<'a, [u8]>, String>,
) -> Result<State, String> {
    let mut dict = pickle.root;
    let mut best_head = None;
    for _ in 0..MAX_NESTING {
        let inner = KEYS.iter().filter_map(|key| pickle.get(dict, key)).find(|id| is_promising(pickle, *id));
        let Some(inner) = inner else { break };
        let mut named = ["head", "best_loss_head"].iter().filter_map(|key| pickle.get(dict, key));
        best_head = named.find_map(|id| head(pickle, id)).or(best_head);
        dict = inner;
    }
    let views = views(pickle, dict);
    if views.is_empty() {
        return Err(without_tensors(pickle, dict));
    }
    let n_allowed = n_file_bytes.max(MIN_ELEMENTS);
    let n_elements = views.values().flatten().try_fold(0usize, |n, (_, view)| n.checked_add(tensor::n_elements(view)?));
    if n_elements.is_none_or(|n| n > n_allowed) {
        return Err("its tensors are larger than the file".into());
    }
    let mut tensors = BTreeMap::new();
    for (at, views) in views {
        let Element::Float(dtype) = pickle.storages[at].element else { continue };
        let bytes = storage(at)?;
        for (name, view) in views {
            let read = tensor::read(view, dtype, &bytes).map_err(|why| format!("{name}: {why}"))?;
            tensors.insert(name.to_owned(), read);
        }
    }
    Ok(State { tensors, best_head })
}

/// A dictionary that has tensors, or may have one that has.
fn is_promising(pickle: &Pickle, id: Id) -> bool {
    let has_inner = || KEYS.iter().filter_map(|key| pickle.get(id, key)).any(|id| !views(pickle, id).is_empty());
    !views(pickle, id).is_empty() || has_inner()
}

/// The named tensors of floating point in a dictionary, by the storage that they look at.
fn views<'p>(pickle: &'p Pickle, dict: Id) -> BTreeMap<usize, Vec<(&'p str, &'p View)>> {
    let Value::Dict(items) = pickle.value(dict) else { return BTreeMap::new() };
    let mut views = BTreeMap::<_, Vec<_>>::new();
    for (key, value) in items {
        let (Value::Text(name), Value::Tensor(view)) = (pickle.value(*key), pickle.value(*value)) else { continue };
        let storage = view.storage as usize;
        if let Element::Float(_) = pickle.storages[storage].element {
            views.entry(storage).or_default().push((*name, view.as_ref()));
        }
    }
    views
}

/// The number of a head.
fn head(pickle: &Pickle, id: Id) -> Option<usize> {
    if let Value::Int(head) = pickle.value(id) { usize::try_from(*head).ok() } else { None }
}

/// What there is in place of tensors.
fn without_tensors(pickle: &Pickle, id: Id) -> String {
    const SAVE: &str = "save the module's state_dict() instead";
    let Value::Dict(items) = pickle.value(id) else {
        return format!("it holds an object that is no dictionary of tensors; {SAVE}");
    };
    let names =
        items.iter().filter_map(|(key, _)| if let Value::Text(x) = pickle.value(*key) { Some(*x) } else { None });
    let mut names: Vec<&str> = names.take(5).collect();
    names.extend((items.len() > names.len()).then_some("..."));
    format!("no dictionary of tensors is in it or under {}; it has: {}; {SAVE}", KEYS.join(", "), names.join(", "))
}
