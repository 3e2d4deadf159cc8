//! Webhooks: signed as the platforms sign them, and lost, repeated or late as told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use crate::grab;
use crate::proof::hmac_hex;
use crate::world::{Order, Platform, World};

/// Something to send to the hall.
#[derive(Clone, Debug)]
pub(crate) enum Hook {
    /// A message.
    Message { platform: Platform, body: Value },
    /// Grab comes for the menu.
    FetchMenu { merchant: String, job: String },
}

/// How often a message is tried. Real platforms go on for hours.
const TRIES: u32 = 6;

impl Hook {
    /// News of an order, in the platform's form.
    pub(crate) fn order(order: &Order) -> Self {
        let at = order.updated;
        let body = match order.platform {
            Platform::Shopee => {
                json!({"code": 3, "shop_id": order.merchant.parse::<i64>().unwrap_or(0), "timestamp": at,
                "data": {"ordersn": order.id, "status": order.state}})
            }
            Platform::Tiktok => {
                json!({"type": 1, "tts_notification_id": format!("{}-{}", order.id, order.state), "shop_id": order.merchant,
                "timestamp": at, "data": {"order_id": order.id, "order_status": order.state, "is_on_hold_order": false, "update_time": at}})
            }
            Platform::Grab if order.state == "SUBMITTED" => grab::submitted(order),
            Platform::Grab => {
                json!({"merchantID": order.merchant, "partnerMerchantID": order.merchant, "orderID": order.id,
                "state": order.state, "driverETA": 0, "code": "", "message": ""})
            }
            Platform::Gobiz => gofood(order),
        };
        Self::Message {
            platform: order.platform,
            body,
        }
    }

    /// The owner takes consent back.
    pub(crate) fn revoked(platform: Platform, merchant: &str, now: i64) -> Option<Self> {
        let body = match platform {
            Platform::Shopee => {
                json!({"code": 2, "shop_id": merchant.parse::<i64>().unwrap_or(0), "timestamp": now, "data": {}})
            }
            Platform::Tiktok => {
                json!({"type": 6, "tts_notification_id": format!("revoked-{merchant}-{now}"), "shop_id": merchant,
                "timestamp": now, "data": {"message": "the seller took the authorization back"}})
            }
            Platform::Grab | Platform::Gobiz => return None,
        };
        Some(Self::Message { platform, body })
    }
}

fn gofood(order: &Order) -> Value {
    let items: Vec<_> = order
        .lines
        .iter()
        .map(|line| {
            json!({"external_id": line.sku, "name": line.name,
        "quantity": line.quantity, "price": line.price, "notes": "", "variants": []})
        })
        .collect();
    let name = format!("gofood.order.{}", order.state.to_lowercase());
    json!({"header": {"event_name": name, "event_id": format!("{}-{}", order.id, order.state), "version": 1, "timestamp": rfc3339(order.updated)},
        "body": {"service_type": "gofood", "outlet": {"id": order.merchant, "external_outlet_id": null},
            "customer": {"id": "sim", "name": "Pembeli Simulasi"}, "driver": null,
            "order": {"status": order.state, "pin": "7767", "order_number": order.id, "order_total": order.total(), "currency": "IDR",
                "order_items": items, "cancellation_detail": null}}})
}

/// Sends what is in the outbox, for ever.
pub(crate) async fn run(world: Arc<Mutex<World>>, client: reqwest::Client) {
    let mut late = None;
    loop {
        let (hooks, target) = match world.lock() {
            Ok(mut world) => (
                std::mem::take(&mut world.outbox),
                world.settings.hall.clone(),
            ),
            Err(_) => return,
        };
        if hooks.is_empty() {
            // Nothing follows, so what waited for a successor goes now.
            if let (Some(hook), Some(hall)) = (late.take(), target) {
                send(&world, &client, &hall, hook).await;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        }
        let Some(hall) = target else { continue };
        for hook in hooks {
            let (lost, repeated, wait) = match world.lock() {
                Ok(mut world) => {
                    let faults = world.faults;
                    (
                        world.chance.hits(faults.hook_lost),
                        world.chance.hits(faults.hook_repeated),
                        world.chance.hits(faults.hook_late),
                    )
                }
                Err(_) => return,
            };
            let is_message = matches!(hook, Hook::Message { .. });
            if lost && is_message {
                note(&world, "hook lost");
                continue;
            }
            if wait && is_message && late.is_none() {
                note(&world, "hook late");
                late = Some(hook);
                continue;
            }
            if repeated && is_message {
                note(&world, "hook repeated");
                send(&world, &client, &hall, hook.clone()).await;
            }
            send(&world, &client, &hall, hook).await;
            if let Some(hook) = late.take() {
                send(&world, &client, &hall, hook).await;
            }
        }
    }
}

fn note(world: &Mutex<World>, what: &str) {
    if let Ok(mut world) = world.lock() {
        world.note(what);
    }
}

async fn send(world: &Arc<Mutex<World>>, client: &reqwest::Client, hall: &str, hook: Hook) {
    match hook {
        Hook::Message {
            platform: Platform::Grab,
            body,
        } => grab_message(world, client, hall, &body).await,
        Hook::Message { platform, body } => {
            let bytes = body.to_string();
            let Some((url, header, signature)) = signed(world, platform, hall, &bytes) else {
                return;
            };
            let request = || {
                client
                    .post(&url)
                    .header(header, &signature)
                    .header("content-type", "application/json")
                    .body(bytes.clone())
            };
            note(
                world,
                if deliver(request).await {
                    "hook delivered"
                } else {
                    "hook given up"
                },
            );
        }
        Hook::FetchMenu { merchant, job } => fetch_menu(world, client, hall, &merchant, &job).await,
    }
}

/// Address, header and signature of a message.
fn signed(
    world: &Mutex<World>,
    platform: Platform,
    hall: &str,
    body: &str,
) -> Option<(String, &'static str, String)> {
    let world = world.lock().ok()?;
    let (keys, paths) = (&world.settings.keys, &world.settings.paths);
    Some(match platform {
        Platform::Shopee => {
            let url = format!("{hall}{}", paths.shopee_hook);
            let signature = hmac_hex(&keys.shopee_partner_key, format!("{url}|{body}").as_bytes());
            (url, "authorization", signature)
        }
        Platform::Tiktok => {
            let signature = hmac_hex(
                &keys.tiktok_app_secret,
                format!("{}{body}", keys.tiktok_app_key).as_bytes(),
            );
            (
                format!("{hall}{}", paths.tiktok_hook),
                "authorization",
                signature,
            )
        }
        Platform::Gobiz => (
            format!("{hall}{}", paths.gobiz_hook),
            "x-go-signature",
            hmac_hex(&keys.gobiz_notification_key, body.as_bytes()),
        ),
        Platform::Grab => return None,
    })
}

/// Tries until the hall says 2xx, with growing pauses.
async fn deliver(request: impl Fn() -> reqwest::RequestBuilder) -> bool {
    for attempt in 0..TRIES {
        let answer = request().send().await;
        if answer.is_ok_and(|answer| answer.status().is_success()) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(100 << attempt)).await;
    }
    false
}

/// Grab's own token at the hall's door.
async fn door(world: &Mutex<World>, client: &reqwest::Client, hall: &str) -> Option<String> {
    let (url, body) = {
        let world = world.lock().ok()?;
        let keys = &world.settings.keys;
        let body = json!({"client_id": keys.grab_partner_client_id, "client_secret": keys.grab_partner_client_secret,
            "grant_type": "client_credentials", "scope": "mart.partner_api"});
        (
            format!("{hall}{}", world.settings.paths.grab_token),
            body.to_string(),
        )
    };
    let answer = client
        .post(url)
        .header("content-type", "application/json")
        .body(body)
        .send()
        .await
        .ok()?;
    let answer: Value = serde_json::from_slice(&answer.bytes().await.ok()?).ok()?;
    answer["access_token"].as_str().map(str::to_owned)
}

async fn grab_message(world: &Mutex<World>, client: &reqwest::Client, hall: &str, body: &Value) {
    let Some(token) = door(world, client, hall).await else {
        return note(world, "grab: no token at the hall's door");
    };
    let Some(path) = world
        .lock()
        .ok()
        .map(|world| world.settings.paths.grab_hook.clone())
    else {
        return;
    };
    let url = format!("{hall}{path}");
    let request = || {
        client
            .post(&url)
            .bearer_auth(&token)
            .header("content-type", "application/json")
            .body(body.to_string())
    };
    note(
        world,
        if deliver(request).await {
            "hook delivered"
        } else {
            "hook given up"
        },
    );
}

async fn fetch_menu(
    world: &Arc<Mutex<World>>,
    client: &reqwest::Client,
    hall: &str,
    merchant: &str,
    job: &str,
) {
    let path = world
        .lock()
        .ok()
        .map(|world| world.settings.paths.grab_menu.clone())
        .unwrap_or_default();
    let menu = async {
        let token = door(world, client, hall).await?;
        let url = format!("{hall}{path}?merchantID={merchant}&partnerMerchantID=");
        let answer = client.get(url).bearer_auth(token).send().await.ok()?;
        serde_json::from_slice::<Value>(&answer.bytes().await.ok()?).ok()
    };
    let menu = menu.await;
    let message = match world.lock() {
        Ok(mut world) => {
            let errors = match &menu {
                Some(menu) => grab::take_menu(&mut world, merchant, menu),
                None => vec!["the menu could not be fetched".to_owned()],
            };
            let status = if errors.is_empty() {
                "SUCCESS"
            } else {
                "FAILED"
            };
            let at = rfc3339(world.now());
            json!({"requestID": format!("{job}-{status}"), "merchantID": merchant, "jobID": job, "updatedAt": at, "status": status, "errors": errors})
        }
        Err(_) => return,
    };
    grab_message(world, client, hall, &message).await;
}

/// A time as RFC 3339 in UTC, by the days of the civil calendar.
pub(crate) fn rfc3339(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Counted from 1 March of year 0, so that leap days come last.
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

#[cfg(test)]
mod tests {
    use super::rfc3339;

    #[test]
    fn times_are_civil() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(1_700_000_000), "2023-11-14T22:13:20Z");
        assert_eq!(rfc3339(1_709_164_800), "2024-02-29T00:00:00Z");
    }
}
