//! A hall as small as can be: a running simulator, connectors with its keys, and a door for webhooks.

use std::collections::HashSet;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use channel_sim::{Faults, Settings};
use channels::capability::ChannelId;
use channels::channel::{Channel, Reply, Session, Task, carry_out};
use channels::connectors::{ChannelsConfig, Connectors, OwnData};
use channels::grabfood::door::DoorRequest;
use channels::http::{Method, Request, Response, Transport};
use channels::outcome::ChannelError;
use channels::secret::Secret;
use channels::token::Tokens;
use channels::transport::HttpTransport;
use channels::webhook::{Incoming, Notice};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

pub(crate) struct Hall {
    pub(crate) connectors: Arc<Connectors>,
    pub(crate) transport: HttpTransport,
    pub(crate) sim: String,
    pub(crate) notices: UnboundedReceiver<Notice>,
    menu: Arc<Mutex<Value>>,
}

#[derive(Clone)]
struct Door {
    connectors: Arc<Connectors>,
    menu: Arc<Mutex<Value>>,
    seen: Arc<Mutex<HashSet<String>>>,
    notices: UnboundedSender<Notice>,
}

pub(crate) fn now() -> DateTime<Utc> {
    SystemTime::now().into()
}

fn configuration(sim: &str, hall: &str) -> ChannelsConfig {
    let config = json!({
        "shopee": {"base": format!("{sim}/api/v2"), "consent": format!("{sim}/auth"), "redirect": format!("{hall}/channels/shopee/back"),
            "partner_id": 1_000_001, "partner_key": "sim_shopee_partner_key", "callback": format!("{hall}/webhooks/shopee")},
        "tokopedia": {"base": sim, "auth": sim, "consent": format!("{sim}/open/authorize"), "service_id": "svc",
            "app_key": "sim_app_key", "app_secret": "sim_app_secret"},
        "grabfood": {"base": format!("{sim}/grabfood"), "token": format!("{sim}/grabid/v1/oauth2/token"), "client_id": "sim_grab_client",
            "client_secret": "sim_grab_secret", "partner_client_id": "sim_grab_partner", "partner_client_secret": "sim_grab_partner_secret",
            "door_key": "door"},
        "gofood": {"base": sim, "oauth": sim, "redirect": format!("{hall}/channels/gofood/back"), "client_id": "sim_gobiz_client",
            "client_secret": "sim_gobiz_secret", "notification_key": "sim_gobiz_notification_key"},
    });
    serde_json::from_value(config).unwrap()
}

impl Hall {
    pub(crate) async fn open() -> Self {
        Self::open_with(Faults::default()).await
    }

    pub(crate) async fn open_with(faults: Faults) -> Self {
        let door = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let hall = format!("http://{}", door.local_addr().unwrap());
        let settings = Settings {
            hall: Some(hall.clone()),
            faults,
            ..Settings::default()
        };
        let (listener, address) = channel_sim::listen(&settings).await.unwrap();
        tokio::spawn(channel_sim::serve(listener, settings));
        let sim = format!("http://{address}");
        let config = configuration(&sim, &hall);
        let connectors = Arc::new(Connectors::new(config, OwnData::default()).unwrap());
        let (sender, notices) = unbounded_channel();
        let menu = Arc::new(Mutex::new(Value::Null));
        let state = Door {
            connectors: Arc::clone(&connectors),
            menu: Arc::clone(&menu),
            seen: Arc::default(),
            notices: sender,
        };
        tokio::spawn(async move {
            axum::serve(door, Router::new().fallback(receive).with_state(state)).await
        });
        let transport = HttpTransport::new(Duration::from_secs(20)).unwrap();
        Self {
            connectors,
            transport,
            sim,
            notices,
            menu,
        }
    }

    pub(crate) fn channel(&self, id: ChannelId) -> &dyn Channel {
        self.connectors.find(id).unwrap()
    }

    /// What Grab will find when it comes for the menu.
    pub(crate) fn lay_out(&self, menu: Value) {
        *self.menu.lock().unwrap() = menu;
    }

    /// Carries out every call of a task.
    pub(crate) async fn all(
        &self,
        id: ChannelId,
        task: &Task,
        session: &Session,
    ) -> Result<Vec<Reply>, ChannelError> {
        let mut replies = Vec::new();
        for call in self.channel(id).prepare(task, session, now())? {
            replies.push(carry_out(self.channel(id), &self.transport, &call, now()).await?);
        }
        Ok(replies)
    }

    pub(crate) async fn one(
        &self,
        id: ChannelId,
        task: &Task,
        session: &Session,
    ) -> Result<Reply, ChannelError> {
        let mut replies = self.all(id, task, session).await?;
        assert_eq!(replies.len(), 1);
        Ok(replies.remove(0))
    }

    /// Goes through the consent page as the owner's browser would; gives the redirect's parameters.
    pub(crate) async fn consent(&self, id: ChannelId) -> Vec<(String, String)> {
        let url = self.channel(id).consent_url("unguessable").unwrap();
        let answer = self.http(Method::Get, &url, None).await;
        assert_eq!(answer.status, 302);
        let query = answer
            .header_value("location")
            .unwrap()
            .split_once('?')
            .unwrap()
            .1;
        query
            .split('&')
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect()
    }

    pub(crate) async fn tokens(
        &self,
        id: ChannelId,
        task: &Task,
        merchant: &str,
    ) -> Result<Tokens, ChannelError> {
        let session = Session {
            merchant: merchant.to_owned(),
            cipher: None,
            access: None,
        };
        match self.one(id, task, &session).await? {
            Reply::Tokens(tokens) => Ok(tokens),
            other => panic!("no tokens: {other:?}"),
        }
    }

    /// Does something to the simulated world.
    pub(crate) async fn control(&self, method: Method, path: &str, body: &Value) -> Value {
        let answer = self
            .http(method, &format!("{}/_sim/{path}", self.sim), Some(body))
            .await;
        assert_eq!(
            answer.status,
            200,
            "{}",
            String::from_utf8_lossy(&answer.body)
        );
        serde_json::from_slice(&answer.body).unwrap()
    }

    pub(crate) async fn items(&self) -> Vec<Value> {
        self.control(Method::Get, "state", &Value::Null).await["items"]
            .as_array()
            .cloned()
            .unwrap()
    }

    async fn http(&self, method: Method, url: &str, body: Option<&Value>) -> Response {
        let mut request = Request::new(method, url.to_owned());
        if let Some(body) = body {
            request = request.json(body.to_string().into_bytes());
        }
        self.transport.send(&request).await.unwrap()
    }
}

pub(crate) fn session(merchant: &str, access: &Secret, cipher: Option<Secret>) -> Session {
    Session {
        merchant: merchant.to_owned(),
        cipher,
        access: Some(access.clone()),
    }
}

/// The hall's side of every address the platforms call.
async fn receive(
    State(door): State<Door>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let grab = door.connectors.grabfood().unwrap();
    let authorization = headers
        .get("authorization")
        .map(|value| value.to_str().unwrap_or_default())
        .unwrap_or_default();
    let id = match uri.path() {
        "/webhooks/grabfood/oauth/token" => {
            let request: DoorRequest = serde_json::from_slice(&body).unwrap();
            return match grab.door().open(&request, now()) {
                Ok(answer) => (StatusCode::OK, serde_json::to_string(&answer).unwrap()),
                Err(error) => (StatusCode::UNAUTHORIZED, error.to_string()),
            };
        }
        "/webhooks/grabfood/merchant/menu" if grab.door().admits(authorization, now()) => {
            return (StatusCode::OK, door.menu.lock().unwrap().to_string());
        }
        path => path.trim_start_matches("/webhooks/").parse::<ChannelId>(),
    };
    let Ok(id) = id else {
        return (StatusCode::NOT_FOUND, String::new());
    };
    let pairs: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default()))
        .collect();
    let channel = door.connectors.find(id).unwrap();
    match channel.webhook(
        &Incoming {
            headers: &pairs,
            body: &body,
        },
        now(),
    ) {
        Ok(notice) => {
            if door.seen.lock().unwrap().insert(notice.dedupe.clone()) {
                door.notices.send(notice).unwrap();
            }
            (StatusCode::OK, String::new())
        }
        Err(error) => (
            StatusCode::from_u16(error.status()).unwrap(),
            error.to_string(),
        ),
    }
}

/// A good product with its pictures uploaded.
pub(crate) fn listing(
    sku: &str,
    category: &str,
    image: Option<&str>,
) -> channels::listing::Listing {
    use channels::listing::{Image, Listing, Variant};
    Listing {
        sku: sku.into(),
        name: "Keripik Tempe Renyah 200g".into(),
        description: "Keripik tempe renyah buatan Kendal.\nTanpa pengawet.".into(),
        category: "C1".into(),
        remote_category: Some(category.into()),
        variants: vec![Variant {
            sku: sku.into(),
            name: None,
            price: price(15_000),
            stock: 10,
            on_sale: true,
        }],
        images: vec![Image {
            url: "https://umkm.example/1.jpg".into(),
            remote: image.map(str::to_owned),
            width: 1000,
            height: 1000,
            bytes: 100_000,
        }],
        weight_grams: Some(250),
        size: None,
        shelf_life_days: Some(90),
    }
}

pub(crate) fn price(rupiah: i64) -> channels::price::Price {
    channels::price::Price::new(rupiah).unwrap()
}
