//! What calls and persistent names stand for.

use super::super::value::{Global, Id, OPAQUE, Storage, Value, View};
use super::Machine;
use std::borrow::Cow;

/// Dimensions of a tensor; image networks have four.
const MAX_RANK: usize = 8;

impl<'a> Machine<'a> {
    /// Gives the top of the stack a state: a NumPy type its byte order, all others nothing that is needed.
    pub(super) fn build(&mut self, state: Id) -> Result<(), String> {
        let top = self.top()?;
        let is_foreign = self.part(state, 1).and_then(|order| self.text(order)) == Some(">");
        if is_foreign && let value @ Value::NumpyInt { .. } = &mut self.values[top as usize] {
            *value = Value::Opaque;
        }
        Ok(())
    }

    /// The i-th part of a tuple or list.
    fn part(&self, of: Id, i: usize) -> Option<Id> {
        let (Value::Tuple(parts) | Value::List(parts)) = self.value(of) else { return None };
        parts.get(i).copied()
    }

    /// Counts parts that a call copies: one value can be copied by many calls.
    fn copies(&mut self, n: usize) -> Result<(), String> {
        self.n_copied += n;
        if self.n_copied > self.bytes.len() {
            return Err("its pickle copies one value over and over".into());
        }
        Ok(())
    }

    /// What a call of a known name stands for; of an unknown one, nothing.
    pub(super) fn call(&mut self, callable: Id, args: Id) -> Result<Id, String> {
        let &Value::Global(global) = self.value(callable) else { return Ok(OPAQUE) };
        let result = match global {
            Global::Dict => Some(Value::Dict(self.pairs(args)?)),
            // What it wraps is its first argument.
            Global::Parameter | Global::Size => return Ok(self.part(args, 0).unwrap_or(OPAQUE)),
            Global::Tensor => self.view(args),
            Global::FromType => {
                let is_tensor = self.part(args, 0).map(|id| self.value(id)) == Some(&Value::Global(Global::Tensor));
                self.part(args, 2).filter(|_| is_tensor).and_then(|args| self.view(args))
            }
            Global::NumpyDtype => {
                let name = self.part(args, 0).and_then(|id| self.text(id));
                name.and_then(Value::numpy_int)
            }
            Global::NumpyScalar => self.scalar(args),
            Global::Encode => {
                let text = self.part(args, 0).and_then(|id| self.text(id)).unwrap_or_default();
                self.copies(text.len())?;
                let bytes = text.chars().map(u8::try_from).collect::<Result<Vec<_>, _>>();
                bytes.ok().map(|bytes| Value::Bytes(Cow::Owned(bytes)))
            }
            Global::Storage(_) => None,
        };
        Ok(result.map_or(OPAQUE, |value| self.add(value)))
    }

    /// The items that a dictionary is made with: none, or a list of pairs.
    fn pairs(&mut self, args: Id) -> Result<Vec<(Id, Id)>, String> {
        let Some(list) = self.part(args, 0) else { return Ok(Vec::new()) };
        if let Value::List(items) | Value::Tuple(items) = self.value(list) {
            self.copies(items.len())?;
        }
        let pair = |id| Some((self.part(id, 0)?, self.part(id, 1)?));
        Ok((0..).map_while(|i| self.part(list, i)).filter_map(pair).collect())
    }

    /// A tensor of (storage, offset, size, stride, ...).
    fn view(&self, args: Id) -> Option<Value<'a>> {
        let part = |i| self.part(args, i);
        let &Value::Storage { storage, start } = self.value(part(0)?) else { return None };
        let offset = start.checked_add(self.count(part(1)?)?)?;
        let (size, stride) = (self.counts(part(2)?)?, self.counts(part(3)?)?);
        (size.len() == stride.len()).then(|| Value::Tensor(Box::new(View { storage, offset, size, stride })))
    }

    fn count(&self, id: Id) -> Option<usize> {
        if let Value::Int(n) = self.value(id) { usize::try_from(*n).ok() } else { None }
    }

    fn counts(&self, id: Id) -> Option<Vec<usize>> {
        let (Value::Tuple(parts) | Value::List(parts)) = self.value(id) else { return None };
        if parts.len() > MAX_RANK {
            return None;
        }
        parts.iter().map(|id| self.count(*id)).collect()
    }

    /// A whole number of NumPy's: (type, little-endian bytes).
    fn scalar(&self, args: Id) -> Option<Value<'a>> {
        let &Value::NumpyInt { n_bytes, is_signed } = self.value(self.part(args, 0)?) else { return None };
        let bytes: &[u8] = match self.value(self.part(args, 1)?) {
            Value::Bytes(bytes) => bytes,
            Value::Text(text) => text.as_bytes(),
            _ => return None,
        };
        if bytes.len() != n_bytes {
            return None;
        }
        let negative = is_signed && bytes.last()? & 0x80 != 0;
        let start = if negative { -1i64 } else { 0 };
        let n = bytes.iter().rev().fold(start, |n, byte| n << 8 | i64::from(*byte));
        // Beyond i64 are only those of eight unsigned bytes.
        (is_signed || n >= 0).then_some(Value::Int(n))
    }

    /// What lies outside the pickle: ("storage", type, key, place, number of elements, None or (key, offset, size) of a
    /// storage in it), or before PyTorch 1.6 ("module", class, file, source).
    pub(super) fn persistent(&mut self, id: Id) -> Result<Id, String> {
        let part = |i| self.part(id, i);
        let kind = part(0).and_then(|id| self.text(id));
        if kind == Some("module") {
            return Ok(part(1).unwrap_or(OPAQUE));
        }
        let key = part(2).and_then(|id| self.text(id)).filter(|_| kind == Some("storage"));
        let (Some(key), Some(class)) = (key, part(1)) else {
            return Err("its pickle refers to what is no storage".into());
        };
        let &Value::Global(Global::Storage(element)) = self.value(class) else { return Ok(OPAQUE) };
        let start = part(5).and_then(|view| self.part(view, 1)).and_then(|offset| self.count(offset)).unwrap_or(0);
        let next = self.storages.len() as u32;
        let storage = *self.by_key.entry(key).or_insert(next);
        if storage == next {
            self.storages.push(Storage { key, element });
        } else if self.storages[storage as usize].element != element {
            return Err(format!("its storage {key} has two types"));
        }
        Ok(self.add(Value::Storage { storage, start }))
    }
}
