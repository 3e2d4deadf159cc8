//! The pages of logging in and of one's own account.

use askama::Template;

use crate::{frame::Frame, plan::view::Choice};

/// The login.
#[derive(Template)]
#[template(path = "account/login.html")]
pub(crate) struct LoginPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    /// `staff` or `owner`.
    pub(crate) door: &'static str,
    pub(crate) name: String,
    pub(crate) next: String,
}

/// The one-time code after the password.
#[derive(Template)]
#[template(path = "account/code.html")]
pub(crate) struct CodePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) next: String,
}

/// Changing the password.
#[derive(Template)]
#[template(path = "account/password.html")]
pub(crate) struct PasswordPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
}

/// The recovery codes, shown once.
#[derive(Template)]
#[template(path = "account/recovery.html")]
pub(crate) struct RecoveryPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) codes: Vec<String>,
}

/// Choosing a new password with a code from an officer.
#[derive(Template)]
#[template(path = "account/reset.html")]
pub(crate) struct ResetPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) name: String,
}

/// One's own account.
#[derive(Template)]
#[template(path = "account/home.html")]
pub(crate) struct AccountPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) name: String,
    pub(crate) login_name: String,
    pub(crate) role: String,
    pub(crate) totp_on: bool,
    pub(crate) sessions: Vec<SessionLine>,
}

/// One device that is logged in.
pub(crate) struct SessionLine {
    pub(crate) id: String,
    pub(crate) device: String,
    pub(crate) address: String,
    pub(crate) since: String,
    pub(crate) seen: String,
    pub(crate) current: bool,
}

/// Switching the one-time code on.
#[derive(Template)]
#[template(path = "account/totp.html")]
pub(crate) struct TotpPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) qr: String,
    pub(crate) secret: String,
    pub(crate) uri: String,
}

/// One's own inbox, and by which way one wants to hear.
#[derive(Template)]
#[template(path = "account/notices.html")]
pub(crate) struct NoticesPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) unread: bool,
    pub(crate) lines: Vec<NoticeLine>,
    pub(crate) channels: Vec<Choice>,
    pub(crate) email: String,
    pub(crate) from: Vec<Choice>,
    pub(crate) to: Vec<Choice>,
}

/// A line of the inbox.
pub(crate) struct NoticeLine {
    pub(crate) when: String,
    pub(crate) new: bool,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) href: String,
}

#[cfg(test)]
fn notices(f: &Frame, lines: Vec<NoticeLine>) -> String {
    let page = NoticesPage {
        f,
        problems: Vec::new(),
        unread: true,
        lines,
        channels: vec![Choice::new("hall", "Di halaman ini saja")],
        email: String::new(),
        from: vec![Choice::new("20", "20.00")],
        to: vec![Choice::new("6", "06.00")],
    };
    page.render().unwrap()
}

#[cfg(test)]
pub(crate) fn samples(f: &Frame) -> Vec<(&'static str, String)> {
    let login = |door, problems| LoginPage {
        f,
        problems,
        door,
        name: "\"><script>alert(1)</script>".to_owned(),
        next: "/plan".to_owned(),
    };
    let session = |id: &str, current| SessionLine {
        id: id.to_owned(),
        device: "Chrome, Android".to_owned(),
        address: "203.0.113.7".to_owned(),
        since: "24 November 2026 pukul 08.15 WIB".to_owned(),
        seen: "24 November 2026 pukul 09.40 WIB".to_owned(),
        current,
    };
    let home = AccountPage {
        f,
        name: "Siti Aminah".to_owned(),
        login_name: "siti".to_owned(),
        role: center::Role::Officer.label(f.lang).to_owned(),
        totp_on: true,
        sessions: vec![session("1", true), session("2", false)],
    };
    let totp = TotpPage {
        f,
        problems: vec!["Kode salah.".to_owned()],
        qr: crate::qr::svg("otpauth://totp/x").unwrap(),
        secret: "JBSW Y3DP EHPK 3PXP".to_owned(),
        uri: "otpauth://totp/x".to_owned(),
    };
    let reset = ResetPage {
        f,
        problems: Vec::new(),
        name: String::new(),
    };
    vec![
        (
            "account-login-owner",
            login("owner", Vec::new()).render().unwrap(),
        ),
        (
            "account-login-staff",
            login("staff", vec!["Salah.".to_owned()]).render().unwrap(),
        ),
        (
            "account-code",
            CodePage {
                f,
                problems: Vec::new(),
                next: String::new(),
            }
            .render()
            .unwrap(),
        ),
        (
            "account-password",
            PasswordPage {
                f,
                problems: Vec::new(),
            }
            .render()
            .unwrap(),
        ),
        (
            "account-recovery",
            RecoveryPage {
                f,
                codes: vec!["ABCD-EFGH".to_owned()],
            }
            .render()
            .unwrap(),
        ),
        ("account-reset", reset.render().unwrap()),
        ("account-home", home.render().unwrap()),
        (
            "account-notices",
            notices(
                f,
                vec![NoticeLine {
                    when: "24 November 2026".to_owned(),
                    new: true,
                    subject: "Berkas perlu diganti: KTP".to_owned(),
                    text: "Keripik <b>Bu Siti: foto buram.".to_owned(),
                    href: "/licensing/cases/1".to_owned(),
                }],
            ),
        ),
        ("account-notices-empty", notices(f, Vec::new())),
        ("account-totp", totp.render().unwrap()),
    ]
}
