//! The virus scanner: clamd's INSTREAM, over TCP or a socket of the machine. Configurable; without one, files are kept
//! and noted as not scanned.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

use super::FilesError;

/// Where clamd listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanner {
    /// Host and port, such as `127.0.0.1:3310`.
    Tcp(String),
    /// A socket of this machine, such as `/run/clamav/clamd.ctl`.
    Unix(PathBuf),
}

/// Longer than clamd needs for a file of the size we take; a scanner that hangs must not hang the upload.
const PATIENCE: Duration = Duration::from_mins(1);
const PIECE: usize = 64 << 10;

impl Scanner {
    /// Goes on only if the scanner finds nothing. A scanner that does not answer lets nothing through.
    pub async fn must_be_clean(&self, bytes: &[u8]) -> Result<(), FilesError> {
        let answer = tokio::time::timeout(PATIENCE, self.ask(bytes)).await;
        let answer = match answer {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => {
                tracing::warn!(%error, "the virus scanner cannot be reached");
                return Err(FilesError::ScannerSilent);
            }
            Err(_) => {
                tracing::warn!("the virus scanner takes too long");
                return Err(FilesError::ScannerSilent);
            }
        };
        verdict(&answer)
    }

    /// Whether it answers at all, for the doctor.
    pub async fn answers(&self) -> bool {
        let pong = async {
            match self {
                Self::Tcp(address) => ping(TcpStream::connect(address).await?).await,
                #[cfg(unix)]
                Self::Unix(path) => ping(tokio::net::UnixStream::connect(path).await?).await,
                #[cfg(not(unix))]
                Self::Unix(_) => Err(io::ErrorKind::Unsupported.into()),
            }
        };
        let pong: Result<io::Result<String>, _> =
            tokio::time::timeout(Duration::from_secs(5), pong).await;
        pong.is_ok_and(|pong| pong.is_ok_and(|pong| pong.contains("PONG")))
    }

    async fn ask(&self, bytes: &[u8]) -> io::Result<String> {
        match self {
            Self::Tcp(address) => instream(TcpStream::connect(address).await?, bytes).await,
            #[cfg(unix)]
            Self::Unix(path) => instream(tokio::net::UnixStream::connect(path).await?, bytes).await,
            #[cfg(not(unix))]
            Self::Unix(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}

async fn ping(mut line: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<String> {
    line.write_all(b"zPING\0").await?;
    answer(&mut line).await
}

/// The bytes in pieces, each after its length; a length of nought ends them (clamd(8), INSTREAM).
async fn instream(
    mut line: impl AsyncRead + AsyncWrite + Unpin,
    bytes: &[u8],
) -> io::Result<String> {
    line.write_all(b"zINSTREAM\0").await?;
    for piece in bytes.chunks(PIECE) {
        let length = u32::try_from(piece.len()).unwrap_or(u32::MAX);
        line.write_all(&length.to_be_bytes()).await?;
        line.write_all(piece).await?;
    }
    line.write_all(&0_u32.to_be_bytes()).await?;
    line.flush().await?;
    answer(&mut line).await
}

async fn answer(line: &mut (impl AsyncRead + Unpin)) -> io::Result<String> {
    let mut answer = Vec::new();
    line.take(4096).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer)
        .trim_end_matches('\0')
        .trim()
        .to_owned())
}

fn verdict(answer: &str) -> Result<(), FilesError> {
    if answer.ends_with("OK") {
        return Ok(());
    }
    let Some(found) = answer.strip_suffix("FOUND") else {
        tracing::warn!(answer, "the virus scanner could not look at a file");
        return Err(FilesError::ScannerSilent);
    };
    let name = found.trim().trim_start_matches("stream:").trim();
    Err(FilesError::Infected {
        name: name.chars().take(80).collect(),
    })
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    /// The test text on which all scanners agreed (eicar.org), in two parts so that none finds it in this source.
    fn eicar() -> Vec<u8> {
        let parts = [
            "X5O!P%@AP[4\\PZX54(P^)7CC)7}",
            "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
        ];
        parts.concat().into_bytes()
    }

    /// Speaks clamd's side: reads the pieces, and answers by what they hold.
    async fn clamd(listener: TcpListener) {
        loop {
            let (mut line, _) = listener.accept().await.unwrap();
            let mut order = [0; 10];
            line.read_exact(&mut order[..6]).await.unwrap();
            if &order[..6] == b"zPING\0" {
                line.write_all(b"PONG\0").await.unwrap();
                continue;
            }
            line.read_exact(&mut order[6..]).await.unwrap();
            assert_eq!(&order, b"zINSTREAM\0");
            let mut all = Vec::new();
            loop {
                let length = line.read_u32().await.unwrap() as usize;
                if length == 0 {
                    break;
                }
                let at = all.len();
                all.resize(at + length, 0);
                line.read_exact(&mut all[at..]).await.unwrap();
            }
            let answer: &[u8] = if all.windows(5).any(|five| five == b"EICAR") {
                b"stream: Eicar-Test-Signature FOUND\0"
            } else if all.starts_with(b"limit") {
                b"INSTREAM size limit exceeded. ERROR\0"
            } else {
                b"stream: OK\0"
            };
            line.write_all(answer).await.unwrap();
        }
    }

    #[tokio::test]
    async fn the_test_virus_is_refused_and_a_clean_file_let_through() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let scanner = Scanner::Tcp(listener.local_addr().unwrap().to_string());
        let clamd = tokio::spawn(clamd(listener));
        assert!(scanner.answers().await);
        assert_eq!(scanner.must_be_clean(&vec![7; 200_000]).await, Ok(()));
        assert_eq!(
            scanner.must_be_clean(&eicar()).await,
            Err(FilesError::Infected {
                name: "Eicar-Test-Signature".to_owned()
            })
        );
        assert_eq!(
            scanner.must_be_clean(b"limit").await,
            Err(FilesError::ScannerSilent)
        );
        clamd.abort();
    }

    #[tokio::test]
    async fn a_scanner_that_is_not_there_lets_nothing_through() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        drop(listener);
        for scanner in [
            Scanner::Tcp(address),
            Scanner::Unix("/nowhere/clamd.ctl".into()),
        ] {
            assert!(!scanner.answers().await);
            assert_eq!(
                scanner.must_be_clean(b"x").await,
                Err(FilesError::ScannerSilent)
            );
        }
    }
}
