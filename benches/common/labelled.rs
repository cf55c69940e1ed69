//! Labelled folders: the tiles that a run would see, and the first folder of each path as the class. Labels serve the
//! numbers that are printed and nothing else.

use gleaner::clustering::pipeline::{self, RawRows};
use gleaner::clustering::settings::RunSettings;
use gleaner::control::CancelToken;
use gleaner::dataset::decode::{ByteBudget, Limits};
use gleaner::dataset::{pixels, scan};
use gleaner::learning::views::TileSet;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// A folder whose subfolders are classes.
pub struct Folder {
    /// Its own name.
    pub name: String,
    /// In the order of paths.
    pub tiles: Vec<pixels::Tile>,
    /// Their files, and thumbnails where those are as good for a network that takes them.
    pub pictures: Vec<(PathBuf, Option<Vec<u8>>)>,
    /// The class of each, from 0.
    pub truth: Vec<u32>,
    /// Classes.
    pub n_classes: usize,
}

impl Folder {
    /// Reads the first `limit` images of each class; 0 takes all.
    ///
    /// # Errors
    /// If the folder can not be read; images that can not are left out.
    pub fn read(folder: &Path, limit: usize) -> Result<Self, Box<dyn Error>> {
        let cancel = CancelToken::default();
        let found = scan::scan(folder, &cancel, &mut |_| ())?;
        let class_of = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut files = Vec::new();
        let mut classes = Vec::new();
        for file in found.files {
            let class = class_of(&file.path.display());
            let count = counts.entry(class.clone()).or_default();
            *count += 1;
            if limit == 0 || *count <= limit {
                classes.push(class);
                files.push(file);
            }
        }
        let read = Mutex::new(BTreeMap::new());
        pixels::import(folder, &files, 0, &cancel, &|_, _| (), &|i, result| {
            if let Ok(prepared) = result {
                let is_enough = pixels::thumbnail_is_enough(prepared.width, prepared.height);
                let thumbnail = is_enough.then_some(prepared.thumbnail);
                read.lock().expect("no panic").insert(i, (prepared.tile, thumbnail));
            }
        })?;
        let names: Vec<&String> = counts.keys().collect();
        let (mut tiles, mut truth, mut pictures) = (Vec::new(), Vec::new(), Vec::new());
        for (i, (tile, thumbnail)) in read.into_inner()? {
            pictures.push((files[i].path.to_path(folder), thumbnail));
            truth.push(names.iter().position(|name| **name == classes[i]).unwrap_or_default() as u32);
            tiles.push(tile);
        }
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, tiles, pictures, truth, n_classes: names.len() })
    }

    /// The images as squares of `size` pixels.
    pub fn squares(&self, size: usize) -> TileSet {
        let tile = |i: usize| {
            let tile = &self.tiles[i];
            Ok::<_, std::convert::Infallible>((tile.width, tile.height, tile.rgb.clone()))
        };
        TileSet::build(self.tiles.len(), size, tile).expect("infallible")
    }

    /// Raw rows as a run with these settings would have them.
    ///
    /// # Errors
    /// What the networks or the files say.
    pub fn raw(&self, settings: &RunSettings) -> Result<RawRows, Box<dyn Error>> {
        let mut parts = Vec::new();
        for backbone in pipeline::backbones(settings)? {
            let tiles = if backbone.size > pixels::TILE_SIDE as usize {
                self.large_squares(backbone.size, backbone.takes_thumbnails())?
            } else {
                self.squares(backbone.size)
            };
            let raw = pipeline::see(&backbone, tiles, settings, &CancelToken::default(), &mut |_| ())?.rows;
            parts.push(RawRows { raw, blocks: backbone.blocks.clone(), head: None });
        }
        Ok(RawRows::beside(parts))
    }

    fn large_squares(&self, size: usize, takes_thumbnails: bool) -> Result<TileSet, Box<dyn Error>> {
        let (limits, budget, cancel) = (Limits::default(), ByteBudget::default(), CancelToken::default());
        let side = size as u32;
        let square = |i: usize| {
            let (path, thumbnail) = &self.pictures[i];
            let small = thumbnail.as_ref().filter(|_| takes_thumbnails);
            let rgb = match small.and_then(|kept| pixels::square_from_thumbnail(kept, side)) {
                Some(rgb) => rgb,
                None => pixels::square_from_original(path, side, None, &limits, &budget, &cancel)
                    .map_err(|reason| format!("{}: {reason}", path.display()))?,
            };
            Ok::<_, String>((side, side, rgb))
        };
        Ok(TileSet::build(self.pictures.len(), size, square)?)
    }
}
