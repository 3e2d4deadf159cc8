//! `channel-sim`: the marketplaces, simulated.

use std::io::{self, Write};

use channel_sim::{Settings, listen, serve};
use clap::Parser;

#[tokio::main]
async fn main() -> io::Result<()> {
    let settings = Settings::parse();
    let (listener, address) = listen(&settings).await?;
    let mut out = io::stdout();
    writeln!(
        out,
        "{{\"address\":\"http://{address}\",\"simulation\":true}}"
    )?;
    out.flush()?;
    serve(listener, settings).await
}
