//! What the simulator is told: by flags at start, by the control address later.

use clap::Parser;
use serde::{Deserialize, Serialize};

/// Simulates Shopee, Tokopedia, GrabFood and GoFood on loopback, for tests and demonstrations.
#[derive(Clone, Debug, Parser)]
#[command(name = "channel-sim")]
pub struct Settings {
    /// Port on 127.0.0.1; 0 takes a free one. The address is printed as JSON on the first line.
    #[arg(long, default_value_t = 0)]
    pub port: u16,
    /// Where webhooks go, e.g. http://127.0.0.1:8080. Without it none are sent.
    #[arg(long)]
    pub hall: Option<String>,
    /// Seed of all misfortunes.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// What goes wrong, from the start.
    #[command(flatten)]
    pub faults: Faults,
    /// Keys, the same as in the hall's configuration.
    #[command(flatten)]
    pub keys: Keys,
    /// Where the hall listens.
    #[command(flatten)]
    pub paths: Paths,
}

impl Default for Settings {
    fn default() -> Self {
        Self::parse_from(["channel-sim"])
    }
}

/// What goes wrong. Rates are per mille.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::Args, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Answers that come late.
    #[arg(long, default_value_t = 0)]
    pub slow: u16,
    /// How late, in milliseconds.
    #[arg(long, default_value_t = 0)]
    pub slow_ms: u64,
    /// Answers "too many requests", nothing done.
    #[arg(long, default_value_t = 0)]
    pub too_many: u16,
    /// Answers 503, nothing done.
    #[arg(long, default_value_t = 0)]
    pub down: u16,
    /// Answers 502 although the work was done.
    #[arg(long, default_value_t = 0)]
    pub lost_answer: u16,
    /// Rows of a batch that fail inside a success.
    #[arg(long, default_value_t = 0)]
    pub partial: u16,
    /// Webhooks that never arrive.
    #[arg(long, default_value_t = 0)]
    pub hook_lost: u16,
    /// Webhooks that arrive twice.
    #[arg(long, default_value_t = 0)]
    pub hook_repeated: u16,
    /// Webhooks that arrive after the next one.
    #[arg(long, default_value_t = 0)]
    pub hook_late: u16,
    /// Life of access tokens in seconds; 0 is the platform's own.
    #[arg(long, default_value_t = 0)]
    pub token_seconds: u32,
    /// Seconds by which the simulator's clock is ahead.
    #[arg(long, default_value_t = 0, allow_hyphen_values = true)]
    pub clock_ahead: i64,
}

/// Keys of all platforms. The defaults are for tests and belong to nobody.
#[derive(Clone, Debug, clap::Args)]
#[expect(missing_docs, reason = "named as the platforms name them")]
pub struct Keys {
    #[arg(long, default_value_t = 1_000_001)]
    pub shopee_partner_id: i64,
    #[arg(long, default_value = "sim_shopee_partner_key")]
    pub shopee_partner_key: String,
    #[arg(long, default_value = "sim_app_key")]
    pub tiktok_app_key: String,
    #[arg(long, default_value = "sim_app_secret")]
    pub tiktok_app_secret: String,
    #[arg(long, default_value = "sim_grab_client")]
    pub grab_client_id: String,
    #[arg(long, default_value = "sim_grab_secret")]
    pub grab_client_secret: String,
    #[arg(long, default_value = "sim_grab_partner")]
    pub grab_partner_client_id: String,
    #[arg(long, default_value = "sim_grab_partner_secret")]
    pub grab_partner_client_secret: String,
    #[arg(long, default_value = "sim_gobiz_client")]
    pub gobiz_client_id: String,
    #[arg(long, default_value = "sim_gobiz_secret")]
    pub gobiz_client_secret: String,
    #[arg(long, default_value = "sim_gobiz_notification_key")]
    pub gobiz_notification_key: String,
}

/// Paths at the hall.
#[derive(Clone, Debug, clap::Args)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Paths {
    #[arg(long, default_value = "/webhooks/shopee")]
    pub shopee_hook: String,
    #[arg(long, default_value = "/webhooks/tokopedia")]
    pub tiktok_hook: String,
    #[arg(long, default_value = "/webhooks/gofood")]
    pub gobiz_hook: String,
    #[arg(long, default_value = "/webhooks/grabfood")]
    pub grab_hook: String,
    #[arg(long, default_value = "/webhooks/grabfood/oauth/token")]
    pub grab_token: String,
    #[arg(long, default_value = "/webhooks/grabfood/merchant/menu")]
    pub grab_menu: String,
    #[arg(long, default_value = "/channels/tokopedia/back")]
    pub tiktok_redirect: String,
}
