//! Labelled folders: the tiles that a run would see, and the first folder of each path as the class. Labels serve the
//! numbers that are printed and nothing else.

use gleaner::control::CancelToken;
use gleaner::dataset::{pixels, scan};
use gleaner::learning::views::TileSet;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::sync::Mutex;

/// A folder whose subfolders are classes.
pub struct Folder {
    /// Its own name.
    pub name: String,
    /// In the order of paths.
    pub tiles: Vec<pixels::Tile>,
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
        pixels::import(folder, &files, 0, &cancel, &|i, result| {
            if let Ok(prepared) = result {
                read.lock().expect("no panic").insert(i, prepared.tile);
            }
        })?;
        let names: Vec<&String> = counts.keys().collect();
        let (mut tiles, mut truth) = (Vec::new(), Vec::new());
        for (i, tile) in read.into_inner()? {
            truth.push(names.iter().position(|name| **name == classes[i]).unwrap_or_default() as u32);
            tiles.push(tile);
        }
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, tiles, truth, n_classes: names.len() })
    }

    /// The images as squares of `size` pixels.
    pub fn squares(&self, size: usize) -> TileSet {
        let tile = |i: usize| {
            let tile = &self.tiles[i];
            Ok::<_, std::convert::Infallible>((tile.width, tile.height, tile.rgb.clone()))
        };
        TileSet::build(self.tiles.len(), size, tile).expect("infallible")
    }
}
