//! What a look at a known folder costs: when nothing changed, when all files were touched, and when all were moved.
//!
//! `cargo bench --bench look -- [--images 10000]`. Photos of 640 x 480 are drawn into a temporary folder. The first look decodes
//! all of them; the others must decode none.

#[path = "common/option.rs"]
mod option;

use gleaner::control::{Rng, Waker};
use gleaner::session::protocol::{LookReport, Outcome, Request};
use gleaner::session::{Session, SessionOptions};
use image::codecs::jpeg::JpegEncoder;
use option::option;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::{Instant, SystemTime};

fn main() -> Result<(), Box<dyn Error>> {
    let n: u32 = option("--images", 10_000)?;
    let dir = tempfile::tempdir()?;
    let photos = dir.path().join("photos");
    draw(&photos, n)?;
    let look = |what: &str| -> Result<LookReport, Box<dyn Error>> {
        let options = SessionOptions { data_dir: dir.path().join("data"), threads: 0, watches: false };
        let start = Instant::now();
        let session = Session::start(options, Waker::default())?;
        let ask = session.request(Request::Open { path: photos.clone(), project: None }).ok_or("too many requests")?;
        if let Outcome::Failed(words) = session.wait(ask, &mut |_, _| ()) {
            return Err(words.to_string().into());
        }
        println!("{what:<28} {:>8.2} s", start.elapsed().as_secs_f64());
        let snapshot = session.snapshot();
        assert_eq!(snapshot.images.rows.len(), n as usize);
        Ok(snapshot.folder.last_look.unwrap_or_default())
    };
    println!("{n} photos");
    assert_eq!(look("first look: all decoded")?.new, n as usize);
    for _ in 0..3 {
        assert!(!look("open again: nothing changed")?.is_news());
    }
    for path in files(&photos)? {
        fs::File::options().write(true).open(path)?.set_modified(SystemTime::now())?;
    }
    assert!(!look("open again: all touched")?.is_news());
    for folder in fs::read_dir(&photos)?.collect::<Result<Vec<_>, _>>()? {
        let name = folder.file_name().to_string_lossy().into_owned();
        fs::rename(folder.path(), photos.join(format!("tidied {name}")))?;
    }
    assert_eq!(look("open again: all moved")?.moved, n as usize);
    Ok(())
}

/// Photos in albums of a hundred, no two alike.
fn draw(photos: &Path, n: u32) -> Result<(), Box<dyn Error>> {
    for i in 0..n {
        let album = photos.join(format!("album {:03}", i / 100));
        if i.is_multiple_of(100) {
            fs::create_dir_all(&album)?;
        }
        let mut rng = Rng::from_key(&[u64::from(i)]);
        let (fx, fy, base) = (rng.range(0.005, 0.05), rng.range(0.005, 0.05), rng.range(40.0, 200.0));
        let photo = image::RgbImage::from_fn(640, 480, |x, y| {
            let light = base + 50.0 * (fx * f64::from(x) + fy * f64::from(y)).sin() + f64::from((x * 7 + y * 13) % 11);
            image::Rgb([light as u8, (light * 0.8) as u8, (255.0 - light) as u8])
        });
        let file = fs::File::create(album.join(format!("IMG_{i:05}.jpg")))?;
        JpegEncoder::new_with_quality(std::io::BufWriter::new(file), 85).encode_image(&photo)?;
    }
    Ok(())
}

fn files(photos: &Path) -> std::io::Result<Vec<std::path::PathBuf>> {
    let mut all = Vec::new();
    for folder in fs::read_dir(photos)? {
        for file in fs::read_dir(folder?.path())? {
            all.push(file?.path());
        }
    }
    Ok(all)
}
