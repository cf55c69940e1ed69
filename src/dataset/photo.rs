//! What a photo's file tells beside its pixels: when it was taken, with which camera, how it was exposed, how large the file
//! is. It reads headers alone, decodes no pixels, and judges nothing: a wrong clock is told as it stands.

use exif::{Exif, In, Reader, Tag, Value};
use std::fmt::{self, Display, Formatter};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// A moment by the clock of the camera, which knows no time zone. Earlier ones are smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Taken {
    /// Year.
    pub year: u16,
    /// Month, from 1.
    pub month: u8,
    /// Day, from 1.
    pub day: u8,
    /// Hour.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
    /// Second.
    pub second: u8,
}

/// "2021-01-05 10:00".
impl Display for Taken {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { year, month, day, hour, minute, .. } = self;
        write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
    }
}

/// What a file tells of its photo; None and empty where it does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Photo {
    /// Size of the file in bytes.
    pub n_bytes: u64,
    /// When it was taken.
    pub taken: Option<Taken>,
    /// Maker and model.
    pub camera: String,
    /// The lens.
    pub lens: String,
    /// "1/250 s, f/2.8, ISO 200, 35 mm", as far as it is known.
    pub exposure: String,
}

/// Reads what a file tells of its photo.
///
/// # Errors
/// The file can not be read; one without such data is no error.
pub fn read(path: &Path) -> std::io::Result<Photo> {
    let file = File::open(path)?;
    let n_bytes = file.metadata()?.len();
    let Some(exif) = header(file) else { return Ok(Photo { n_bytes, ..Photo::default() }) };
    let text = |tag| text_of(&exif, tag);
    let (maker, model) = (text(Tag::Make), text(Tag::Model));
    // "NIKON CORPORATION" "NIKON D750": the maker is said once.
    let is_said =
        maker.split_whitespace().next().is_none_or(|word| model.to_lowercase().starts_with(&word.to_lowercase()));
    let camera = if is_said { model } else { format!("{maker} {model}").trim().to_owned() };
    Ok(Photo { n_bytes, taken: taken(&exif), camera, lens: text(Tag::LensModel), exposure: exposure(&exif) })
}

/// When a photo was taken, if its file tells.
#[must_use]
pub fn read_taken(path: &Path) -> Option<Taken> {
    taken(&header(File::open(path).ok()?)?)
}

/// A damaged header is none.
fn header(file: File) -> Option<Exif> {
    let read = || Reader::new().read_from_container(&mut BufReader::new(file)).ok();
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).ok().flatten()
}

fn taken(exif: &Exif) -> Option<Taken> {
    let first = [Tag::DateTimeOriginal, Tag::DateTimeDigitized, Tag::DateTime];
    first.into_iter().find_map(|tag| match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(texts) => parsed(texts.first()?),
        _ => None,
    })
}

/// "2021:01:05 10:00:00", as EXIF writes it; zeros and blanks mean that nobody set the clock.
fn parsed(text: &[u8]) -> Option<Taken> {
    let moment = exif::DateTime::from_ascii(text).ok()?;
    let exif::DateTime { year, month, day, hour, minute, second, .. } = moment;
    let is_real = year > 0 && (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60;
    is_real.then_some(Taken { year, month, day, hour, minute, second })
}

fn text_of(exif: &Exif, tag: Tag) -> String {
    let Some(Value::Ascii(texts)) = exif.get_field(tag, In::PRIMARY).map(|field| &field.value) else {
        return String::new();
    };
    let bytes = texts.first().map_or(&[][..], Vec::as_slice);
    let text: String = String::from_utf8_lossy(bytes).chars().filter(|c| !c.is_control()).collect();
    text.trim().to_owned()
}

fn exposure(exif: &Exif) -> String {
    let number = |tag| match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(values) => values.first().map(exif::Rational::to_f64),
        value => value.get_uint(0).map(f64::from),
    };
    let positive = |tag| number(tag).filter(|number| number.is_finite() && *number > 0.0);
    let time = positive(Tag::ExposureTime).map(|seconds| match seconds {
        seconds if seconds < 0.3 => format!("1/{:.0} s", 1.0 / seconds),
        seconds => format!("{} s", (seconds * 10.0).round() / 10.0),
    });
    let stop = positive(Tag::FNumber).map(|stop| format!("f/{}", (stop * 10.0).round() / 10.0));
    let speed = positive(Tag::PhotographicSensitivity).map(|speed| format!("ISO {speed:.0}"));
    let length = positive(Tag::FocalLength).map(|length| format!("{length:.0} mm"));
    [time, stop, speed, length].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use exif::experimental::Writer;
    use exif::{Field, Rational};

    fn file_with(fields: &[Field]) -> tempfile::NamedTempFile {
        let mut writer = Writer::new();
        for field in fields {
            writer.push_field(field);
        }
        let mut bytes = std::io::Cursor::new(Vec::new());
        writer.write(&mut bytes, false).expect("written");
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), bytes.into_inner()).expect("written");
        file
    }

    fn text(tag: Tag, text: &str) -> Field {
        Field { tag, ifd_num: In::PRIMARY, value: Value::Ascii(vec![text.as_bytes().to_vec()]) }
    }

    fn number(tag: Tag, num: u32, denom: u32) -> Field {
        Field { tag, ifd_num: In::PRIMARY, value: Value::Rational(vec![Rational { num, denom }]) }
    }

    #[test]
    fn a_header_tells_date_camera_and_exposure() {
        let file = file_with(&[
            text(Tag::Make, "NIKON CORPORATION"),
            text(Tag::Model, "NIKON D750"),
            text(Tag::DateTime, "2024:05:05 05:05:05"),
            text(Tag::DateTimeOriginal, "2021:01:05 10:00:07"),
            number(Tag::ExposureTime, 1, 250),
            number(Tag::FNumber, 28, 10),
            number(Tag::FocalLength, 35, 1),
        ]);
        let photo = read(file.path()).expect("read");
        let taken = photo.taken.expect("dated");
        assert_eq!(taken.to_string(), "2021-01-05 10:00", "when it was taken, not when it was edited");
        assert_eq!((photo.camera.as_str(), photo.exposure.as_str()), ("NIKON D750", "1/250 s, f/2.8, 35 mm"));
        assert_eq!(read_taken(file.path()), Some(taken));
        assert!(taken < Taken { second: 8, ..taken } && taken < Taken { year: 2022, month: 1, day: 1, ..taken });
    }

    #[test]
    fn what_a_file_does_not_tell_is_left_out() {
        let file = file_with(&[
            text(Tag::Make, "Sony"),
            text(Tag::Model, "ILCE-7"),
            text(Tag::DateTimeOriginal, "0000:00:00 00:00:00"),
            number(Tag::ExposureTime, 1, 0),
        ]);
        let photo = read(file.path()).expect("read");
        assert_eq!((photo.taken, photo.exposure.as_str(), photo.camera.as_str()), (None, "", "Sony ILCE-7"));
        std::fs::write(file.path(), b"no picture at all").expect("written");
        assert_eq!(read(file.path()).expect("read"), Photo { n_bytes: 17, ..Photo::default() });
        assert!(read(Path::new("/not/there.jpg")).is_err());
    }
}
