//! Words in the space of images: the tokenizer and the text tower that come with CLIP's and SigLIP's weights.
//!
//! A [`TextEncoder`] makes unit rows of texts, whose cosines with unit rows of images say how well one tells of the other.
//! Which words name a cluster is told by [`naming`]; [`vocabulary`] has words to choose from. It keeps nothing.

pub mod naming;
pub mod vocabulary;

use super::backbone::{self, BackboneError};
use super::hub::Hub;
use super::recognise;
use super::source::Source;
use crate::control::{CancelToken, Cancelled};
use crate::input;
use crate::learning::network::text::TextTower;
use crate::learning::network::vit::Family;
use crate::strings::say;
use std::path::{Path, PathBuf};
use tokenizers::Tokenizer;

/// No tokenizer's file is longer.
const MOST_BYTES: u64 = 256 << 20;

/// Names that are suggested of a cluster, at most.
pub const N_SUGGESTED: usize = 5;

/// What images of a thing are captioned with, as CLIP's authors did: several, since no single one is best for all. `{}`
/// stands for the thing.
const PROMPTS: [&str; 5] =
    ["a photo of a {}.", "a photo of the {}.", "a close-up photo of a {}.", "itap of a {}.", "a picture of a {}."];

/// SigLIP's, alone: each of its texts costs as much as its longest.
const PROMPTS_OF_SIGLIP: [&str; 1] = ["a photo of a {}."];

/// What was searched for, on its own and in a caption.
const PROMPTS_OF_SEARCH: [&str; 2] = ["{}", "a photo of {}."];

/// Texts can not be compared with the images of a source, in words with the way out.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// The network has no text tower.
    #[error("{}", say!("words-no-tower", source = .0))]
    NoTower(String),
    /// The weights can not be had.
    #[error(transparent)]
    Weights(#[from] BackboneError),
    /// The tokenizer is not there.
    #[error("{}", say!("words-no-tokenizer", path = path.display().to_string(), help = help))]
    NoTokenizer {
        /// Where it should be.
        path: PathBuf,
        /// How the file gets there.
        help: String,
    },
    /// Not a tokenizer, or another network's.
    #[error("{}", say!("words-tokenizer", path = path.display().to_string(), why = why))]
    Tokenizer {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// Stopped by a person.
    #[error("{}", say!("fault-cancelled"))]
    Cancelled(#[from] Cancelled),
}

/// Whether words can be compared with a source's images, as far as its kind tells; of weights on disk, whether they hold a
/// text tower.
#[must_use]
pub fn has_tower(source: &Source) -> bool {
    match source {
        Source::Joined(_) => source.parts().into_iter().any(has_tower),
        Source::Model(model) => model.knows_words(),
        Source::File(_) => !matches!(TextEncoder::open(source), Err(TextError::NoTower(_))),
        _ => false,
    }
}

/// A tokenizer and a text tower.
pub struct TextEncoder {
    /// Names the weights, the tokenizer and the prompts: rows of another key are other rows.
    pub key: String,
    /// Under which key rows of the vision tower beside it are kept.
    pub image_key: String,
    path: PathBuf,
    tokenizer: Tokenizer,
    tower: TextTower,
}

impl TextEncoder {
    /// Opens what comes with a source.
    ///
    /// # Errors
    /// [`TextError`].
    pub fn open(source: &Source) -> Result<Self, TextError> {
        let no_tower = |whose: &str| TextError::NoTower(whose.to_owned());
        let (weights, tokenizer, help) = match source {
            Source::Joined(_) => {
                let of_part = source.parts().into_iter().map(Self::open).find(Result::is_ok);
                return of_part.unwrap_or_else(|| Err(no_tower(&source.to_string())));
            }
            Source::Auto | Source::BuiltinResnet | Source::Pixels | Source::Colours => {
                return Err(no_tower(&source.to_string()));
            }
            Source::Builtin | Source::Simclr => return Err(no_tower(&source.label().to_string())),
            Source::Vectors(_) | Source::Unlisted(_) => return Err(no_tower(&source.to_string())),
            Source::Model(model) if !model.knows_words() => return Err(no_tower(model.label)),
            Source::Model(model) => {
                let hub = Hub::from_env();
                let weights = hub.path(model).ok_or(BackboneError::NotHere { name: model.name })?;
                let tokenizer = hub.tokenizer_path(model).unwrap_or_else(|| weights.with_file_name("tokenizer.json"));
                (weights, tokenizer, say!("words-help-add", name = model.name))
            }
            Source::File(path) => {
                let help = say!("words-help-beside").to_owned();
                (path.clone(), path.with_file_name("tokenizer.json"), help)
            }
        };
        let read = backbone::read_weights(&weights)?;
        let (form, vision, tensors) =
            recognise::text_tower(read.tensors).ok_or_else(|| no_tower(&source.to_string()))?;
        if !tokenizer.is_file() {
            return Err(TextError::NoTokenizer { path: tokenizer, help });
        }
        let tower =
            TextTower::new(form, &tensors).map_err(|source| BackboneError::Misfit { path: weights.clone(), source })?;
        Self::new(&tokenizer, tower, &read.content, backbone::vit_key(&vision, &read.content).0)
    }

    fn new(path: &Path, tower: TextTower, content: &blake3::Hash, image_key: String) -> Result<Self, TextError> {
        let unusable = |why: String| TextError::Tokenizer { path: path.to_owned(), why };
        let bytes = input::read(path, MOST_BYTES).map_err(|e| unusable(e.to_string()))?;
        let mut tokenizer = Tokenizer::from_bytes(&bytes).map_err(|e| unusable(e.to_string()))?;
        // Lengths are cut and filled here, by the tower's number of positions.
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|e| unusable(e.to_string()))?;
        let mut hash = blake3::Hasher::new();
        hash.update(content.as_bytes()).update(&bytes);
        for prompt in prompts(tower.form().family) {
            hash.update(prompt.as_bytes());
        }
        let key = format!("text-{}", &hash.finalize().to_hex()[..16]);
        Ok(Self { key, image_key, path: path.to_owned(), tokenizer, tower })
    }

    /// Numbers of a row.
    #[must_use]
    pub fn n_features(&self) -> usize {
        self.tower.form().n_features
    }

    /// Unit rows (n, d) of things, each the mean of what several captions of it give.
    ///
    /// # Errors
    /// [`TextError`]: cancelled, or a tokenizer that is another network's.
    pub fn things(&self, words: &[&str], cancel: &CancelToken) -> Result<Vec<f32>, TextError> {
        self.captioned(words, prompts(self.tower.form().family), cancel)
    }

    /// The unit row of what somebody searches for.
    ///
    /// # Errors
    /// As [`TextEncoder::things`].
    pub fn query(&self, text: &str, cancel: &CancelToken) -> Result<Vec<f32>, TextError> {
        self.captioned(&[text], &PROMPTS_OF_SEARCH, cancel)
    }

    fn captioned(&self, texts: &[&str], prompts: &[&str], cancel: &CancelToken) -> Result<Vec<f32>, TextError> {
        let captions = texts.iter().flat_map(|text| prompts.iter().map(|prompt| prompt.replace("{}", text)));
        let tokens = captions.map(|caption| self.tokens(&caption)).collect::<Result<Vec<_>, _>>()?;
        let mut rows = self.tower.rows(&tokens, cancel)?;
        let d = self.n_features();
        rows.chunks_exact_mut(d).for_each(naming::normalise);
        let mut means = Vec::with_capacity(texts.len() * d);
        for rows in rows.chunks_exact(prompts.len() * d) {
            let mut mean = vec![0.0; d];
            for row in rows.chunks_exact(d) {
                mean.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
            }
            naming::normalise(&mut mean);
            means.extend(mean);
        }
        Ok(means)
    }

    /// A text's tokens as the tower was trained with: CLIP's up to the end of the text, cut if it is too long; SigLIP's in
    /// lower case without punctuation, filled up to its length.
    fn tokens(&self, text: &str) -> Result<Vec<u32>, TextError> {
        let unusable = |why: String| TextError::Tokenizer { path: self.path.clone(), why };
        let form = self.tower.form();
        let is_siglip = form.family == Family::Siglip;
        let text = if is_siglip { canonical(text) } else { text.to_owned() };
        let encoding = self.tokenizer.encode(text, true).map_err(|e| unusable(e.to_string()))?;
        let mut tokens = encoding.get_ids().to_vec();
        if is_siglip {
            let end = self.tokenizer.token_to_id("</s>").ok_or_else(|| unusable("it has no end of text".into()))?;
            tokens.truncate(form.positions.saturating_sub(1));
            tokens.resize(form.positions, end);
        } else if tokens.len() > form.positions {
            let end = tokens.last().copied();
            tokens.truncate(form.positions.saturating_sub(1));
            tokens.extend(end);
        }
        if tokens.is_empty() || tokens.iter().any(|&token| token as usize >= form.vocabulary) {
            return Err(unusable("it belongs to another network than the weights".into()));
        }
        Ok(tokens)
    }
}

fn prompts(family: Family) -> &'static [&'static str] {
    if family == Family::Siglip { &PROMPTS_OF_SIGLIP } else { &PROMPTS }
}

/// As SigLIP's texts were: no punctuation, lower case, single blanks.
fn canonical(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_ascii_punctuation()).collect();
    plain.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
