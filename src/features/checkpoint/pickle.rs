//! A pickle machine that builds plain values and executes nothing.
//!
//! Pickle is a program for a stack machine, two of whose instructions import a name and call it. Here a name is looked up
//! in the short list of [`Global`]; the few on it are facts (a dictionary, a tensor's view of a storage), and whatever any
//! other is called with becomes [`Value::Opaque`]. Nothing is ever imported or called.
//!
//! Bytes are not trusted. Values lie in one flat list and hold each other by number, so that cycles, depth and sharing cost
//! nothing; lengths are checked against the bytes that are there before anything is kept; the number of instructions and
//! of copied parts is bounded, and with it all memory.
//!
//! Read are the binary instructions of protocols 2 to 5, which is what `torch.save` has ever written; the text instructions
//! of protocol 0, `INST` and `OBJ`, the registry of extensions and out-of-band buffers are refused.

mod calls;

use super::value::{Global, Id, OPAQUE, Storage, Value};
use std::borrow::Cow;
use std::collections::HashMap;

/// Instructions of one pickle; a training checkpoint has some thousands.
const MAX_STEPS: usize = 1 << 23;

/// What a pickle says.
pub(super) struct Pickle<'a> {
    values: Vec<Value<'a>>,
    /// The storages that its tensors look at, each key once.
    pub(super) storages: Vec<Storage<'a>>,
    /// The pickled object.
    pub(super) root: Id,
    /// Bytes up to its end.
    pub(super) len: usize,
}

impl<'a> Pickle<'a> {
    /// Runs the pickle at the beginning of `bytes`.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, String> {
        let mut machine = Machine {
            bytes,
            at: 0,
            values: vec![Value::Opaque],
            storages: Vec::new(),
            by_key: HashMap::new(),
            stack: Vec::new(),
            marks: Vec::new(),
            memo: HashMap::new(),
            n_copied: 0,
        };
        for _ in 0..MAX_STEPS {
            if let Some(root) = machine.step()? {
                let Machine { values, storages, at, .. } = machine;
                return Ok(Self { values, storages, root, len: at });
            }
        }
        Err(format!("its pickle has more than {MAX_STEPS} instructions"))
    }

    /// A value by its number.
    pub(super) fn value(&self, id: Id) -> &Value<'a> {
        &self.values[id as usize]
    }

    /// What a dictionary holds under a text; None if it has no such key, or is no dictionary.
    pub(super) fn get(&self, dict: Id, key: &str) -> Option<Id> {
        let Value::Dict(items) = self.value(dict) else { return None };
        let is_key = |id: Id| matches!(self.value(id), Value::Text(text) if *text == key);
        items.iter().rev().find(|(k, _)| is_key(*k)).map(|(_, v)| *v)
    }
}

struct Machine<'a> {
    bytes: &'a [u8],
    at: usize,
    values: Vec<Value<'a>>,
    storages: Vec<Storage<'a>>,
    by_key: HashMap<&'a str, u32>,
    stack: Vec<Id>,
    /// Heights of the stack where marks lie.
    marks: Vec<usize>,
    memo: HashMap<u32, Id>,
    /// Parts that calls copied.
    n_copied: usize,
}

impl<'a> Machine<'a> {
    /// One instruction; gives the object at the end of the pickle.
    fn step(&mut self) -> Result<Option<Id>, String> {
        let code = self.take(1)?[0];
        match code {
            // PROTO and FRAME only announce.
            0x80 | 0x95 => {
                self.take(if code == 0x80 { 1 } else { 8 })?;
            }
            b'.' => return self.pop().map(Some),
            b'0' => {
                self.pop()?;
            }
            // ADDITEMS leaves a mark as POP_MARK does: sets hold nothing that a tensor needs.
            b'1' | 0x90 => {
                self.since_mark()?;
            }
            b'2' => {
                let top = self.top()?;
                self.stack.push(top);
            }
            b'(' => self.marks.push(self.stack.len()),
            // None, a number with a fraction, a set: nothing that a tensor needs.
            b'N' | 0x8f => self.stack.push(OPAQUE),
            b'G' => {
                self.take(8)?;
                self.stack.push(OPAQUE);
            }
            0x88 => self.push(Value::Bool(true)),
            0x89 => self.push(Value::Bool(false)),
            b'J' => {
                let n = self.array().map(i32::from_le_bytes)?;
                self.push(Value::Int(n.into()));
            }
            b'K' | b'M' => {
                let n = self.length(if code == b'K' { 1 } else { 2 })?;
                self.push(Value::Int(n as i64));
            }
            0x8a | 0x8b => self.long(if code == 0x8a { 1 } else { 4 })?,
            b'X' | 0x8c | 0x8d | b'U' | b'T' => {
                let width = [(0x8c, 1), (b'U', 1), (0x8d, 8)].iter().find(|(x, _)| *x == code).map_or(4, |(_, n)| *n);
                let text = self.counted(width)?;
                self.push(std::str::from_utf8(text).map_or(Value::Bytes(Cow::Borrowed(text)), Value::Text));
            }
            b'B' | b'C' | 0x8e | 0x96 => {
                let width = [(b'C', 1), (b'B', 4)].iter().find(|(x, _)| *x == code).map_or(8, |(_, n)| *n);
                let bytes = self.counted(width)?;
                self.push(Value::Bytes(Cow::Borrowed(bytes)));
            }
            b')' => self.push(Value::Tuple(Vec::new())),
            b't' => {
                let items = self.since_mark()?;
                self.push(Value::Tuple(items));
            }
            0x85..=0x87 => {
                let mut items = (0x84..code).map(|_| self.pop()).collect::<Result<Vec<_>, _>>()?;
                items.reverse();
                self.push(Value::Tuple(items));
            }
            b']' => self.push(Value::List(Vec::new())),
            b'l' => {
                let items = self.since_mark()?;
                self.push(Value::List(items));
            }
            b'a' => {
                let item = self.pop()?;
                self.append(&[item])?;
            }
            b'e' => {
                let items = self.since_mark()?;
                self.append(&items)?;
            }
            b'}' => self.push(Value::Dict(Vec::new())),
            b'd' => {
                let items = self.since_mark()?;
                self.push(Value::Dict(Vec::new()));
                self.set_items(&items)?;
            }
            b's' => {
                let value = self.pop()?;
                let key = self.pop()?;
                self.set_items(&[key, value])?;
            }
            b'u' => {
                let items = self.since_mark()?;
                self.set_items(&items)?;
            }
            0x91 => {
                self.since_mark()?;
                self.stack.push(OPAQUE);
            }
            b'c' => {
                let (module, name) = (self.line()?, self.line()?);
                self.global(module, name);
            }
            0x93 => {
                let (name, module) = (self.pop()?, self.pop()?);
                match (self.text(module), self.text(name)) {
                    (Some(module), Some(name)) => self.global(module.as_bytes(), name.as_bytes()),
                    _ => return Err("its pickle imports what is no name".into()),
                }
            }
            b'R' | 0x81 => {
                let (args, callable) = (self.pop()?, self.pop()?);
                let result = self.call(callable, args)?;
                self.stack.push(result);
            }
            0x92 => {
                let (_keywords, args, callable) = (self.pop()?, self.pop()?, self.pop()?);
                let result = self.call(callable, args)?;
                self.stack.push(result);
            }
            b'b' => {
                let state = self.pop()?;
                self.build(state)?;
            }
            b'Q' => {
                let id = self.pop()?;
                let found = self.persistent(id)?;
                self.stack.push(found);
            }
            b'h' | b'j' => {
                let at = self.length(if code == b'h' { 1 } else { 4 })? as u32;
                let id = *self.memo.get(&at).ok_or("its pickle recalls what it did not keep")?;
                self.stack.push(id);
            }
            b'q' | b'r' => {
                let at = self.length(if code == b'q' { 1 } else { 4 })? as u32;
                let top = self.top()?;
                self.memo.insert(at, top);
            }
            0x94 => {
                let (at, top) = (self.memo.len() as u32, self.top()?);
                self.memo.insert(at, top);
            }
            _ => return Err(format!("its pickle has the instruction {code:#04x} at byte {}", self.at - 1)),
        }
        Ok(None)
    }

    fn take(&mut self, n: usize) -> Result<&'a [u8], String> {
        let taken = self.bytes[self.at..].get(..n).ok_or("its pickle ends early")?;
        self.at += n;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    /// An unsigned number of so many bytes.
    fn length(&mut self, n_bytes: usize) -> Result<usize, String> {
        let wide = self.take(n_bytes)?.iter().rev().fold(0u64, |n, byte| n << 8 | u64::from(*byte));
        usize::try_from(wide).map_err(|e| e.to_string())
    }

    /// As many bytes as the number before them says.
    fn counted(&mut self, n_bytes: usize) -> Result<&'a [u8], String> {
        let n = self.length(n_bytes)?;
        self.take(n)
    }

    /// A whole number in two's complement; those beyond 64 bits count nothing that is here.
    fn long(&mut self, n_bytes: usize) -> Result<(), String> {
        let digits = self.counted(n_bytes)?;
        if digits.len() > 8 {
            self.stack.push(OPAQUE);
            return Ok(());
        }
        let negative = digits.last().is_some_and(|byte| byte & 0x80 != 0);
        let start = if negative { -1i64 } else { 0 };
        self.push(Value::Int(digits.iter().rev().fold(start, |n, byte| n << 8 | i64::from(*byte))));
        Ok(())
    }

    fn line(&mut self) -> Result<&'a [u8], String> {
        let n = memchr::memchr(b'\n', &self.bytes[self.at..]).ok_or("its pickle ends early")?;
        let line = self.take(n + 1)?;
        Ok(line[..n].strip_suffix(b"\r").unwrap_or(&line[..n]))
    }

    fn push(&mut self, value: Value<'a>) {
        let id = self.add(value);
        self.stack.push(id);
    }

    fn add(&mut self, value: Value<'a>) -> Id {
        self.values.push(value);
        (self.values.len() - 1) as Id
    }

    fn top(&self) -> Result<Id, String> {
        let floor = self.marks.last().copied().unwrap_or(0);
        self.stack[floor..].last().copied().ok_or_else(|| "its pickle takes what it did not give".into())
    }

    fn pop(&mut self) -> Result<Id, String> {
        let top = self.top()?;
        self.stack.pop();
        Ok(top)
    }

    fn since_mark(&mut self) -> Result<Vec<Id>, String> {
        let mark = self.marks.pop().ok_or("its pickle lacks a mark")?;
        Ok(self.stack.split_off(mark))
    }

    fn value(&self, id: Id) -> &Value<'a> {
        &self.values[id as usize]
    }

    fn text(&self, id: Id) -> Option<&'a str> {
        if let Value::Text(text) = self.value(id) { Some(text) } else { None }
    }

    fn append(&mut self, items: &[Id]) -> Result<(), String> {
        let list = self.top()?;
        match &mut self.values[list as usize] {
            Value::List(list) => list.extend(items),
            Value::Opaque => {}
            _ => return Err("its pickle appends to what is no list".into()),
        }
        Ok(())
    }

    /// Keys and values in turn.
    fn set_items(&mut self, items: &[Id]) -> Result<(), String> {
        let (pairs, rest) = items.as_chunks::<2>();
        let dict = self.top()?;
        match &mut self.values[dict as usize] {
            Value::Dict(dict) if rest.is_empty() => dict.extend(pairs.iter().map(|[key, value]| (*key, *value))),
            Value::Opaque => {}
            _ => return Err("its pickle sets a key of what is no dictionary".into()),
        }
        Ok(())
    }

    fn global(&mut self, module: &[u8], name: &[u8]) {
        self.push(Global::find(module, name).map_or(Value::Opaque, Value::Global));
    }
}
