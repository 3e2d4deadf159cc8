//! `pendopo admin`: the first administrator, before anybody can sign in.

use std::io::{self, BufRead as _, Write};
use std::process::ExitCode;

use center::people::{accounts, second_factor};
use clap::Subcommand;

use crate::config::Config;
use crate::failure::Failure;
use crate::open;

/// Accounts from the command line.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the first administrator of a hall that has none.
    Create {
        /// What will be typed to sign in.
        #[arg(long)]
        login: String,
        /// The holder's name.
        #[arg(long)]
        name: String,
        /// Read the password from standard input instead of making one.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Let an administrator in again who lost the password or the one-time code: prints a code with
    /// which a new password is chosen. Everything about it is in the audit trail.
    Rescue {
        /// What is typed to sign in.
        #[arg(long)]
        login: String,
    },
}

/// Makes the account. A password that we made is printed once and stored nowhere.
pub(crate) async fn run(
    command: &Command,
    config: &Config,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let hall = open::hall(config).await?;
    match command {
        Command::Create {
            login,
            name,
            password_stdin,
        } => {
            let password = if *password_stdin { typed()? } else { made() };
            accounts::first_admin(&hall, login, name, &password).await?;
            writeln!(
                out,
                "Akun admin '{login}' dibuat. / Administrator '{login}' made."
            )?;
            if !password_stdin {
                writeln!(out, "Kata sandi / password: {password}")?;
            }
        }
        Command::Rescue { login } => {
            let code = second_factor::rescue(&hall, login).await?;
            writeln!(
                out,
                "Kode / code: {code}\n{}/account/reset",
                config.server.base_url
            )?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn typed() -> io::Result<String> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Twenty signs of 32: 100 bits, without those that look alike on paper.
fn made() -> String {
    const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let random: [u8; 20] = center::keys::random();
    random
        .iter()
        .map(|byte| char::from(SIGNS[usize::from(byte % 32)]))
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_made_password_is_long_and_never_the_same() {
        let (one, other) = (super::made(), super::made());
        assert_eq!(one.len(), 20);
        assert_ne!(one, other);
    }
}
