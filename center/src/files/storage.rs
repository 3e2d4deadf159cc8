//! Where the bytes lie: a folder of this machine outside the web root, or a storage that speaks S3, behind one trait
//! (`object_store::ObjectStore`). Everything that comes here is sealed already.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload};
use vocab::id::FileId;

use super::FilesError;

/// What the operator chose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum StorageChoice {
    /// A folder `brought` under the hall's files.
    #[default]
    Folder,
    /// A bucket.
    S3(Bucket),
}

/// A bucket of a storage that speaks S3.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// The service's address, such as `https://s3.example.id`.
    pub endpoint: String,
    /// Region, as the service calls it.
    pub region: String,
    /// Who we are to the service.
    pub access_key: String,
    /// The proof of it. Never shown.
    pub secret_key: String,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket")
            .field("name", &self.name)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

/// A part of the storage.
#[derive(Debug, Clone)]
pub(crate) struct Shelf(Key);

/// The storage in use.
#[derive(Debug, Clone)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
}

/// Which of the two things kept of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The clean copy.
    Whole,
    /// The small picture of it.
    Thumbnail,
}

impl Storage {
    /// Opens what the operator chose.
    pub fn open(choice: &StorageChoice, files: &Path) -> Result<Self, FilesError> {
        let setup = |error: &dyn fmt::Display| FilesError::Setup {
            reason: error.to_string(),
        };
        let store: Arc<dyn ObjectStore> = match choice {
            StorageChoice::Folder => {
                let folder = folder(files).map_err(|error| setup(&error))?;
                let store = LocalFileSystem::new_with_prefix(folder);
                // A row must not tell of a file that a failing power supply took along.
                Arc::new(store.map_err(|error| setup(&error))?.with_fsync(true))
            }
            StorageChoice::S3(bucket) => {
                // The HTTP client takes the program's own provider; one may have been installed already, and is ring too.
                let _ = rustls::crypto::ring::default_provider().install_default();
                let store = AmazonS3Builder::new()
                    .with_bucket_name(&bucket.name)
                    .with_endpoint(&bucket.endpoint)
                    .with_region(&bucket.region)
                    .with_access_key_id(&bucket.access_key)
                    .with_secret_access_key(&bucket.secret_key)
                    // Only for a storage beside the hall; the bytes are sealed either way.
                    .with_allow_http(bucket.endpoint.starts_with("http://"))
                    .build();
                Arc::new(store.map_err(|error| setup(&error))?)
            }
        };
        Ok(Self { store })
    }

    /// Keeps sealed bytes.
    pub(crate) async fn put(
        &self,
        file: FileId,
        part: Part,
        sealed: Vec<u8>,
    ) -> Result<(), FilesError> {
        let key = key(file, part);
        let put = self.store.put(&key, PutPayload::from(sealed)).await;
        put.map(drop).map_err(|error| failed(&error))
    }

    /// The sealed bytes.
    pub(crate) async fn get(&self, file: FileId, part: Part) -> Result<Vec<u8>, FilesError> {
        let bytes = async { self.store.get(&key(file, part)).await?.bytes().await };
        match bytes.await {
            Ok(bytes) => Ok(bytes.to_vec()),
            Err(object_store::Error::NotFound { .. }) => Err(FilesError::Damaged),
            Err(error) => Err(failed(&error)),
        }
    }

    /// Removes what is kept of a file; what is not there is not missed.
    pub(crate) async fn remove(&self, file: FileId) -> Result<(), FilesError> {
        for part in [Part::Whole, Part::Thumbnail] {
            match self.store.delete(&key(file, part)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(failed(&error)),
            }
        }
        Ok(())
    }

    /// The shelves on which files lie; each is short enough to be listed at once.
    pub(crate) async fn shelves(&self) -> Result<Vec<Shelf>, FilesError> {
        let all = self.store.list_with_delimiter(None).await;
        let all = all.map_err(|error| failed(&error))?;
        Ok(all.common_prefixes.into_iter().map(Shelf).collect())
    }

    /// The files on a shelf; what bears no name of ours is passed over.
    pub(crate) async fn on(&self, one: &Shelf) -> Result<BTreeSet<FileId>, FilesError> {
        let all = self.store.list_with_delimiter(Some(&one.0)).await;
        let all = all.map_err(|error| failed(&error))?;
        let files = all.objects.iter();
        Ok(files.filter_map(|one| file_of(&one.location)).collect())
    }

    /// Whether something can be written and read back, for the doctor.
    pub async fn check(&self) -> Result<(), FilesError> {
        let probe = FileId::from_uuid(uuid::Uuid::nil());
        self.put(probe, Part::Whole, b"pendopo".to_vec()).await?;
        let back = self.get(probe, Part::Whole).await?;
        self.remove(probe).await?;
        if back == b"pendopo" {
            Ok(())
        } else {
            Err(FilesError::Damaged)
        }
    }
}

/// The folder, readable by the service's user alone.
fn folder(files: &Path) -> std::io::Result<PathBuf> {
    let folder = files.join("brought");
    std::fs::create_dir_all(&folder)?;
    #[cfg(unix)]
    std::fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(folder)
}

/// The file whose bytes lie under a key of ours.
fn file_of(key: &Key) -> Option<FileId> {
    let name = key.filename()?;
    let id = name.strip_suffix(".small").unwrap_or(name);
    uuid::Uuid::try_parse(id).ok().map(FileId::from_uuid)
}

/// Built from the id alone: nothing that a person wrote becomes a path.
fn key(file: FileId, part: Part) -> Key {
    let id = file.as_uuid().simple().to_string();
    // The last digits of a UUIDv7 are random, the first ones the same for all of a day.
    let shelf = id.get(30..).unwrap_or_default();
    let ending = match part {
        Part::Whole => "",
        Part::Thumbnail => ".small",
    };
    Key::from(format!("{shelf}/{id}{ending}"))
}

fn failed(error: &object_store::Error) -> FilesError {
    tracing::error!(%error, "the file storage failed");
    FilesError::Storage {
        reason: "lihat log / see the log".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Mutex;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    type Kept = Arc<Mutex<HashMap<String, Vec<u8>>>>;

    /// As much of S3 as is used: putting, getting and deleting one object, and deleting by a list.
    async fn s3(listener: TcpListener, kept: Kept) {
        loop {
            let (line, _) = listener.accept().await.unwrap();
            let kept = kept.clone();
            tokio::spawn(async move { answer(line, &kept).await });
        }
    }

    async fn answer(mut line: TcpStream, kept: &Kept) {
        let mut bytes = Vec::new();
        let (head, body) = loop {
            let mut some = [0; 4096];
            let n = line.read(&mut some).await.unwrap_or(0);
            bytes.extend_from_slice(&some[..n]);
            let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
            if let Some(end) = end {
                let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
                let length = head.lines().find_map(|line| {
                    let (name, value) = line.split_once(':')?;
                    name.eq_ignore_ascii_case("content-length")
                        .then(|| value.trim().parse::<usize>().ok())?
                });
                if bytes.len() >= end + 4 + length.unwrap_or(0) {
                    break (head, bytes[end + 4..].to_vec());
                }
            }
            if n == 0 {
                return;
            }
        };
        assert!(
            head.to_lowercase()
                .contains("authorization: aws4-hmac-sha256"),
            "{head}"
        );
        let mut words = head.split(' ');
        let method = words.next().unwrap().to_owned();
        let path = words.next().unwrap().split('?').next().unwrap().to_owned();
        let date = "last-modified: Tue, 24 Nov 2026 05:00:00 GMT\r\netag: \"1\"\r\n";
        let (status, content) = match method.as_str() {
            "PUT" => {
                kept.lock().unwrap().insert(path, body);
                ("200 OK", Vec::new())
            }
            "GET" => match kept.lock().unwrap().get(&path) {
                Some(content) => ("200 OK", content.clone()),
                None => ("404 Not Found", Vec::new()),
            },
            "POST" => {
                let wanted = String::from_utf8_lossy(&body).into_owned();
                kept.lock()
                    .unwrap()
                    .retain(|path, _| !wanted.contains(path.trim_start_matches("/pendopo/")));
                let keys = wanted.split("<Key>").skip(1);
                let keys = keys.filter_map(|rest| rest.split("</Key>").next());
                let gone = keys.map(|key| format!("<Deleted><Key>{key}</Key></Deleted>"));
                let gone: String = gone.collect();
                (
                    "200 OK",
                    format!("<DeleteResult>{gone}</DeleteResult>").into_bytes(),
                )
            }
            _ => {
                kept.lock().unwrap().remove(&path);
                ("204 No Content", Vec::new())
            }
        };
        let head = format!(
            "HTTP/1.1 {status}\r\n{date}content-length: {}\r\nconnection: close\r\n\r\n",
            content.len()
        );
        let _ = line.write_all(&[head.as_bytes(), &content].concat()).await;
    }

    async fn keeps_gives_and_removes(storage: &Storage) {
        let file = FileId::from_parts(1_800_000_000_000, [7; 10]);
        storage.check().await.unwrap();
        storage
            .put(file, Part::Whole, vec![1; 70_000])
            .await
            .unwrap();
        storage.put(file, Part::Thumbnail, vec![2]).await.unwrap();
        assert_eq!(
            storage.get(file, Part::Whole).await.unwrap(),
            vec![1; 70_000]
        );
        assert_eq!(storage.get(file, Part::Thumbnail).await.unwrap(), [2]);
        storage.remove(file).await.unwrap();
        storage.remove(file).await.unwrap();
        assert_eq!(
            storage.get(file, Part::Whole).await,
            Err(FilesError::Damaged)
        );
    }

    #[tokio::test]
    async fn a_folder_keeps_gives_and_removes() {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::open(&StorageChoice::Folder, folder.path()).unwrap();
        keeps_gives_and_removes(&storage).await;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let kept = std::fs::metadata(folder.path().join("brought")).unwrap();
            assert_eq!(
                kept.permissions().mode() & 0o077,
                0,
                "for the service's eyes only"
            );
        }
    }

    #[tokio::test]
    async fn a_bucket_keeps_gives_and_removes() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let kept = Kept::default();
        tokio::spawn(s3(listener, kept.clone()));
        let bucket = Bucket {
            name: "pendopo".to_owned(),
            endpoint,
            region: "us-east-1".to_owned(),
            access_key: "key".to_owned(),
            secret_key: "HIDDEN".to_owned(),
        };
        assert!(!format!("{bucket:?}").contains("HIDDEN"));
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::open(&StorageChoice::S3(bucket), folder.path()).unwrap();
        keeps_gives_and_removes(&storage).await;
        assert!(kept.lock().unwrap().is_empty());
    }
}
