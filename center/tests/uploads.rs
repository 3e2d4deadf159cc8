//! A hundred files at once: memory does not grow with their number, and none is lost. Alone in its program, because it
//! looks at the memory of the whole process. The files are of one megabyte, since a test build looks at bytes slowly; the
//! bench `licensing` does the same with photos of five.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use center::Settings;
use center::files::{self, Brought};

const COUNT: usize = 100;
/// Of one file.
const MEGABYTES: usize = 1;

/// A PDF of one empty page with some megabytes of picture that is never drawn.
fn pdf(megabytes: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    let stream = vec![0x55; megabytes << 20];
    let objects: [Vec<u8>; 4] = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>".to_vec(),
        [
            format!("<< /Length {} >>\nstream\n", stream.len()).into_bytes(),
            stream,
            b"\nendstream".to_vec(),
        ]
        .concat(),
    ];
    for (number, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n", number + 1).as_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let table = bytes.len();
    bytes.extend_from_slice(b"xref\n0 5\n0000000000 65535 f \n");
    for place in places {
        bytes.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let tail = format!("trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
    bytes.extend_from_slice(tail.as_bytes());
    bytes
}

/// The most memory that was resident, in bytes.
fn most_resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kib = line.unwrap().split_whitespace().nth(1).unwrap();
    kib.parse::<u64>().unwrap() * 1024
}

#[test]
fn a_hundred_uploads_at_once_are_all_kept_within_bounded_memory() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        files: folder.path().join("files"),
        ..Settings::default()
    };
    let test = async |db| {
        let hall = center::testing::hall(db, settings.clone()).await;
        let paths: Vec<_> = (0..COUNT)
            .map(|n| folder.path().join(format!("sent-{n}")))
            .collect();
        let paper = pdf(MEGABYTES);
        for path in &paths {
            std::fs::write(path, &paper).unwrap();
        }
        drop(paper);
        let before = most_resident();
        let all: Vec<_> = paths
            .into_iter()
            .map(|path| {
                let hall = hall.clone();
                tokio::spawn(async move {
                    let name = "surat.pdf".to_owned();
                    files::prepare(&hall, &Brought { path, name }).await
                })
            })
            .collect();
        let mut ids = std::collections::BTreeSet::new();
        for one in all {
            ids.insert(one.await.unwrap().unwrap().id());
        }
        assert_eq!(ids.len(), COUNT);
        let grown = most_resident() - before;
        // One is looked at at a time: what was sent, its copy, and the sealed copy. A hundred would be three hundred
        // megabytes; a few dozen leave room for what the program itself needs meanwhile.
        let bound = 64 * 1024 * 1024;
        assert!(bound < (3 * COUNT * MEGABYTES) as u64 * 1024 * 1024 / 4);
        assert!(grown < bound, "{} MB", grown >> 20);
        assert!(bound < files::most_memory(&hall));
    };
    store::testing::on_sqlite(&test);
}
