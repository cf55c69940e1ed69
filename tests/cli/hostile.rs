//! Small files that claim to be huge, where little memory is allowed; and files that ended the program.

use super::{Bench, Called, text};
use gleaner::dataset::rel_path::RelPath;
use gleaner::dataset::scan;
use gleaner::store::in_work::{InWork, Noted};
use image::{ImageFormat, RgbImage};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

/// A canvas of so many pixels with a frame of one.
fn gif(side: u16) -> Vec<u8> {
    let side = side.to_le_bytes();
    [&b"GIF89a"[..], &side, &side, &[0x80, 0, 0, 9, 9, 9, 200, 0, 0], b",\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;"]
        .concat()
}

fn encoded(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_pixel(16, 16, image::Rgb([9, 90, 200])).write_to(&mut bytes, format).expect("encoded");
    bytes.into_inner()
}

/// One whose header says 65,535 x 65,535.
fn jpeg() -> Vec<u8> {
    let mut jpeg = encoded(ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).expect("a frame");
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    jpeg
}

/// One strip of 20,000 x 20,000 in colours, of which nothing is there.
fn tiff() -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x09\0".to_vec();
    let side = 20_000u32;
    let values: [(u16, u16, u32); 9] = [
        (256, 4, side),
        (257, 4, side),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 8),
        (277, 3, 1),
        (278, 4, side),
        (279, 4, side * side),
    ];
    for (tag, kind, value) in values {
        tiff.extend(tag.to_le_bytes());
        tiff.extend(kind.to_le_bytes());
        tiff.extend(1u32.to_le_bytes());
        tiff.extend(value.to_le_bytes());
    }
    tiff.extend([0; 4]);
    tiff
}

/// One that says that 3 GB of metadata follow.
fn webp() -> Vec<u8> {
    let plain = encoded(ImageFormat::WebP);
    let mut webp = [&b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x08\0\0\0\x0f\0\0\x0f\0\0"[..], &plain[12..]].concat();
    webp.extend(b"EXIF\0\0\0\xc0");
    let length = 0xd000_0000u32;
    webp[4..8].copy_from_slice(&length.to_le_bytes());
    webp
}

/// Calls the program where so many kilobytes of memory are allowed.
fn call_within(bench: &Bench, kilobytes: u64, args: &[&str]) -> Called {
    let own = bench.command(args);
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ulimit -v {kilobytes}; exec \"$0\" \"$@\"")]).arg(own.get_program()).args(args);
    for (name, value) in own.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.current_dir(bench.folder.path()).stdin(std::process::Stdio::null());
    let output = command.output().expect("a shell");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Called { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

fn skipped(bench: &Bench) -> BTreeMap<String, String> {
    let list = bench.call(&["skipped", text(&bench.project()), "--json"]).done().json();
    let field = |file: &serde_json::Value, name: &str| file[name].as_str().expect("text").to_owned();
    list.as_array().expect("a list").iter().map(|file| (field(file, "path"), field(file, "kind"))).collect()
}

fn run<'a>(photos: &'a Path, project: &'a Path) -> Vec<&'a str> {
    let mut args = vec!["run", text(photos), "--project", text(project), "--clusters", "3", "--threads", "2"];
    args.extend(["--set", "features=pixels", "--head", "kmeans", "--json"]);
    args
}

#[cfg(target_os = "linux")]
#[test]
fn small_files_that_claim_much_memory_are_named_and_the_rest_is_kept() {
    let bench = Bench::new(4);
    let hostile = [("bomb.gif", gif(22_000)), ("bomb.jpg", jpeg()), ("bomb.tif", tiff()), ("bomb.webp", webp())];
    for (name, bytes) in &hostile {
        std::fs::write(bench.photos().join(name), bytes).expect("written");
    }
    let (photos, project) = (bench.photos(), bench.project());
    let told = call_within(&bench, 2_500_000, &run(&photos, &project)).done().json();
    assert!(told["n_images"].as_u64().is_some_and(|n| n >= 12), "{told}");
    let skipped = skipped(&bench);
    for name in ["bomb.gif", "bomb.jpg"] {
        assert_eq!(skipped.get(name).map(String::as_str), Some("too-large"), "{skipped:?}");
    }
    assert!(skipped.contains_key("bomb.tif"), "{skipped:?}");
}

#[test]
fn a_file_that_ended_the_program_is_skipped_and_named_until_it_is_asked_for() {
    let bench = Bench::new(3);
    let (photos, project) = (bench.photos(), bench.project());
    let name = "stripes/001.png";
    // What a program leaves that ends while it reads.
    std::fs::create_dir_all(&project).expect("made");
    let stamp = scan::stamp(&std::fs::metadata(photos.join(name)).expect("there"));
    let notes = InWork::begin(&project, 1, &[]);
    notes.note(0, Some(&Noted::new(&RelPath(name.into()), &stamp).alone()));
    std::mem::forget(notes);
    let first = bench.call(&run(&photos, &project)).done();
    assert!(first.err.contains(name), "{}", first.err);
    assert_eq!(first.json()["n_images"].as_u64(), Some(8));
    assert_eq!(skipped(&bench).get(name).map(String::as_str), Some("ended-the-program"));
    bench.call(&["update", text(&project), "--json"]).done();
    assert!(skipped(&bench).contains_key(name), "nobody asked");
    let again = bench.call(&["update", text(&project), "--retry", "--json"]).done();
    assert_eq!(again.json()["new"].as_u64(), Some(1), "{}", again.err);
    assert!(!skipped(&bench).contains_key(name));
}
