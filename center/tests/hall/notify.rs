//! News on its way out of the hall, against servers on this machine.

use std::sync::Arc;
use std::time::Duration;

use center::jobs::{Worker, counts};
use center::licensing::open::open;
use center::notify::{self, Channel, Choice, Mail, Quiet, Security, Way, Ways, WhatsApp};
use center::testing::{actor, on_both_with};
use center::{Actor, Hall, Role, Settings};
use channels::transport::HttpTransport;
use chrono::TimeDelta;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use vocab::{DomainError, Lang};

use crate::licensing::{Scene, scene, settings};

/// What a server of this test was sent, one text each.
type Heard = Arc<Mutex<Vec<String>>>;

/// A mail server: says yes to everything, or to nobody.
async fn smtp(listener: TcpListener, heard: Heard, recipient: &'static str) {
    loop {
        let (line, _) = listener.accept().await.unwrap();
        let mut line = BufReader::new(line);
        line.write_all(b"220 test ESMTP\r\n").await.unwrap();
        let mut all = String::new();
        let mut in_mail = false;
        loop {
            let mut text = String::new();
            if line.read_line(&mut text).await.unwrap_or(0) == 0 {
                break;
            }
            let answer = match text.get(..4).unwrap_or("") {
                _ if in_mail && text == ".\r\n" => {
                    in_mail = false;
                    heard.lock().await.push(std::mem::take(&mut all));
                    "250 taken\r\n"
                }
                _ if in_mail => {
                    all.push_str(&text);
                    continue;
                }
                "EHLO" => "250-test\r\n250 8BITMIME\r\n",
                "RCPT" => recipient,
                "DATA" => {
                    in_mail = true;
                    "354 go on\r\n"
                }
                "QUIT" => "221 bye\r\n",
                _ => "250 ok\r\n",
            };
            if line.write_all(answer.as_bytes()).await.is_err() {
                break;
            }
        }
    }
}

/// The Cloud API: first answers with each of these, then with the last for ever.
async fn cloud(listener: TcpListener, heard: Heard, answers: Vec<&'static str>) {
    let mut count = 0;
    loop {
        let (mut line, _) = listener.accept().await.unwrap();
        let mut bytes = vec![0; 16_384];
        let mut length = 0;
        loop {
            let n = line.read(&mut bytes[length..]).await.unwrap();
            length += n;
            let text = String::from_utf8_lossy(&bytes[..length]).into_owned();
            let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
                let wanted = head.lines().find_map(|line| {
                    line.to_lowercase()
                        .strip_prefix("content-length: ")?
                        .parse()
                        .ok()
                });
                body.len() >= wanted.unwrap_or(0)
            });
            if whole || n == 0 {
                heard.lock().await.push(text);
                break;
            }
        }
        let answer = answers.get(count).or(answers.last()).unwrap();
        count += 1;
        let text = "{\"messages\":[{\"id\":\"wamid.1\"}]}";
        let answer = format!(
            "HTTP/1.1 {answer}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
            text.len()
        );
        line.write_all(answer.as_bytes()).await.unwrap();
    }
}

async fn listening() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

async fn chosen(hall: &Hall, who: &Actor, channel: Channel) {
    let choice = Choice {
        channel,
        email: "siti@example.id".to_owned(),
        quiet: Quiet { from: 0, to: 0 },
    };
    notify::choose(hall, who, &choice).await.unwrap();
}

async fn told(hall: &Hall, scene: &Scene) {
    open(hall, &scene.officer, scene.business, "nib", "")
        .await
        .unwrap();
}

/// State, number outside and failure of every delivery.
async fn deliveries(hall: &Hall) -> Vec<(String, Option<String>, Option<String>)> {
    let mut session = hall.db().read().await.unwrap();
    let query = store::sql("SELECT state, outside_id, failure FROM delivery ORDER BY id");
    let rows = session.all(query).await.unwrap();
    rows.iter()
        .map(|row| {
            (
                row.get(0).unwrap(),
                row.get(1).unwrap(),
                row.get(2).unwrap(),
            )
        })
        .collect()
}

/// Runs a test with ways of its own on both engines, each with a fresh server.
fn with_ways(ways: &Ways, test: impl AsyncFn(Hall)) {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        ways: ways.clone(),
        ..settings(&folder)
    };
    on_both_with(&settings, test);
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
}

fn mail(port: u16) -> Arc<dyn Way> {
    let from = "Dinas <dinas@example.id>";
    Arc::new(Mail::new("127.0.0.1", port, Security::None, None, from).unwrap())
}

fn whatsapp(port: u16) -> Arc<dyn Way> {
    Arc::new(WhatsApp {
        base_url: format!("http://127.0.0.1:{port}/v23.0"),
        phone_id: "555".to_owned(),
        token: "SECRET".to_owned(),
        template: "kabar".to_owned(),
        transport: Arc::new(HttpTransport::new(Duration::from_secs(10)).unwrap()),
    })
}

#[test]
fn whoever_chose_e_mail_gets_one_letter_with_the_deliverys_own_number() {
    let servers = runtime();
    let heard = Heard::default();
    let (listener, port) = servers.block_on(listening());
    servers.spawn(smtp(listener, heard.clone(), "250 ok\r\n"));
    let ways = Ways {
        email: Some(mail(port)),
        base_url: "https://umkm.example.id".to_owned(),
        ..Ways::default()
    };
    with_ways(&ways, async |hall| {
        heard.lock().await.clear();
        let scene = scene(&hall).await;
        chosen(&hall, &scene.owner, Channel::Email).await;
        told(&hall, &scene).await;
        let worker = Worker::new(&hall);
        worker.run_due().await.unwrap();
        let sent = deliveries(&hall).await;
        assert_eq!(sent.len(), 1);
        let (state, number, _) = &sent[0];
        assert_eq!(state, "sent");
        let letters = heard.lock().await.clone();
        assert_eq!(letters.len(), 1);
        let letter = &letters[0];
        assert!(letter.contains(number.as_deref().unwrap()), "{letter}");
        assert!(letter.contains("siti@example.id"), "{letter}");
        assert!(letter.contains("umkm.example.id"), "{letter}");
        // The same job again sends nothing again.
        let mut tx = hall.db().write().await.unwrap();
        let query = store::sql("SELECT id FROM delivery");
        let id: uuid::Uuid = tx.one(query).await.unwrap().get(0).unwrap();
        let payload = serde_json::json!({ "delivery": id.to_string() });
        center::jobs::enqueue(&hall, &mut tx, "33.24", notify::JOB, &payload, None)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert_eq!(heard.lock().await.len(), 1);
    });
}

#[test]
fn an_address_that_is_refused_for_good_is_given_up_at_once() {
    let servers = runtime();
    let (listener, port) = servers.block_on(listening());
    servers.spawn(smtp(
        listener,
        Heard::default(),
        "550 nobody here called siti@example.id\r\n",
    ));
    let ways = Ways {
        email: Some(mail(port)),
        ..Ways::default()
    };
    with_ways(&ways, async |hall| {
        let scene = scene(&hall).await;
        chosen(&hall, &scene.owner, Channel::Email).await;
        told(&hall, &scene).await;
        assert_eq!(Worker::new(&hall).run_due().await.unwrap(), 1);
        let (state, _, failure) = deliveries(&hall).await.remove(0);
        assert_eq!(state, "given_up");
        let failure = failure.unwrap();
        assert!(
            failure.contains("550") && !failure.contains("siti"),
            "{failure}"
        );
        let inbox = notify::inbox(&hall, &scene.owner, Lang::Id).await.unwrap();
        assert_eq!(inbox.len(), 1, "it is in the hall all the same");
    });
}

#[test]
fn whatsapp_that_is_full_is_tried_again_later_with_growing_pauses() {
    let servers = runtime();
    let heard = Heard::default();
    for answers in [
        vec!["429 Too Many Requests", "500 Oh", "200 OK"],
        vec!["400 Bad Request"],
    ] {
        let fails = answers.len() - 1;
        let last = *answers.last().unwrap();
        for engine in 0..2 {
            // Each engine's run has a server of its own, since the server counts.
            let (listener, port) = servers.block_on(listening());
            heard.blocking_lock().clear();
            let server = servers.spawn(cloud(listener, heard.clone(), answers.clone()));
            let ways = Ways {
                whatsapp: Some(whatsapp(port)),
                ..Ways::default()
            };
            let folder = tempfile::tempdir().unwrap();
            let settings = Settings {
                ways,
                ..settings(&folder)
            };
            let test = async |db| {
                let hall = center::testing::hall(db, settings.clone()).await;
                let scene = scene(&hall).await;
                chosen(&hall, &scene.owner, Channel::WhatsApp).await;
                told(&hall, &scene).await;
                let worker = Worker::new(&hall);
                for _ in 0..fails {
                    assert_eq!(worker.run_due().await.unwrap(), 0);
                    assert_eq!(deliveries(&hall).await[0].0, "waiting");
                    hall.clock().advance(TimeDelta::minutes(1));
                    assert_eq!(worker.run_due().await.unwrap(), 0, "it pauses");
                    hall.clock().advance(TimeDelta::minutes(10));
                }
                assert_eq!(worker.run_due().await.unwrap(), 1);
                let (state, number, _) = deliveries(&hall).await.remove(0);
                if last == "200 OK" {
                    assert_eq!(
                        (state.as_str(), number.as_deref()),
                        ("sent", Some("wamid.1"))
                    );
                } else {
                    assert_eq!(state, "given_up");
                }
            };
            if engine == 0 {
                store::testing::on_sqlite(&test);
            } else {
                store::testing::on_postgres(&test);
            }
            server.abort();
            let requests = heard.blocking_lock().clone();
            assert_eq!(requests.len(), answers.len());
            let id = |text: &str| {
                let at = text.find("biz_opaque_callback_data").unwrap();
                text[at..at + 70].to_owned()
            };
            for request in &requests {
                assert!(request.starts_with("POST /v23.0/555/messages"), "{request}");
                assert!(
                    request.contains("Bearer SECRET")
                        && request.contains("\"to\":\"6281234567890\"")
                );
                assert_eq!(id(request), id(&requests[0]), "the same number each time");
            }
        }
    }
}

#[test]
fn at_night_nothing_goes_out_until_the_morning() {
    let servers = runtime();
    let heard = Heard::default();
    let (listener, port) = servers.block_on(listening());
    servers.spawn(smtp(listener, heard.clone(), "250 ok\r\n"));
    let ways = Ways {
        email: Some(mail(port)),
        ..Ways::default()
    };
    with_ways(&ways, async |hall| {
        let scene = scene(&hall).await;
        let choice = Choice {
            channel: Channel::Email,
            email: "siti@example.id".to_owned(),
            quiet: Quiet::default(),
        };
        notify::choose(&hall, &scene.owner, &choice).await.unwrap();
        // Noon becomes ten in the evening.
        hall.clock().advance(TimeDelta::hours(10));
        told(&hall, &scene).await;
        let worker = Worker::new(&hall);
        assert_eq!(worker.run_due().await.unwrap(), 0);
        hall.clock().advance(TimeDelta::hours(7));
        assert_eq!(worker.run_due().await.unwrap(), 0, "five in the morning");
        hall.clock().advance(TimeDelta::hours(1));
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert_eq!(counts(&hall).await.unwrap().waiting, 0);
    });
}

#[test]
fn one_chooses_only_what_is_there_and_with_an_address() {
    with_ways(&Ways::default(), async |hall| {
        let officer = actor(Role::Officer);
        crate::licensing::account_of(&hall, &officer, "officer").await;
        let choice = |channel, email: &str| Choice {
            channel,
            email: email.to_owned(),
            quiet: Quiet::default(),
        };
        let code = async |one: &Choice| {
            notify::choose(&hall, &officer, one)
                .await
                .map_err(|e| e.id())
        };
        assert!(code(&choice(Channel::Email, "a@example.id")).await.is_err());
        assert!(code(&choice(Channel::Hall, "no address")).await.is_err());
        assert!(code(&choice(Channel::Hall, "")).await.is_ok());
        assert_eq!(
            notify::choice(&hall, &officer).await.unwrap(),
            choice(Channel::Hall, "")
        );
    });
}

#[test]
fn a_message_by_an_officers_hand_waits_for_the_morning_and_then_for_the_hand() {
    with_ways(&Ways::default(), async |hall| {
        let scene = scene(&hall).await;
        let choice = Choice {
            channel: Channel::WhatsAppLink,
            email: String::new(),
            quiet: Quiet::default(),
        };
        notify::choose(&hall, &scene.owner, &choice).await.unwrap();
        // Half past nine in the evening of Jakarta.
        hall.clock().advance(TimeDelta::minutes(9 * 60 + 30));
        let case = open(&hall, &scene.officer, scene.business, "nib", "").await;
        let case = case.unwrap();
        let worker = Worker::new(&hall);
        worker.run_due().await.unwrap();
        let waiting = async || notify::waiting(&hall, &scene.officer).await.unwrap();
        assert!(waiting().await.is_empty(), "quiet hours");
        hall.clock().advance(TimeDelta::hours(10));
        worker.run_due().await.unwrap();
        let messages = waiting().await;
        assert_eq!(messages.len(), 1);
        assert!(
            messages[0]
                .link
                .starts_with("https://wa.me/6281234567890?text=")
        );
        assert!(messages[0].letter.path.contains(&case.to_string()));
        // The link holds a phone number: it is nowhere in the database.
        let kept = crate::tools::everything(&hall).await;
        assert!(!kept.contains("wa.me"));
        let mut far = scene.officer.clone();
        far.scope = Some("33.24.10".parse().unwrap());
        assert!(notify::waiting(&hall, &far).await.unwrap().is_empty());
        assert!(notify::sent(&hall, &far, messages[0].id).await.is_err());
        let owner = notify::waiting(&hall, &scene.owner).await;
        assert_eq!(owner.unwrap_err().code(), "center.forbidden");
        notify::sent(&hall, &scene.officer, messages[0].id)
            .await
            .unwrap();
        assert!(waiting().await.is_empty());
        // Twice changes nothing.
        notify::sent(&hall, &scene.officer, messages[0].id)
            .await
            .unwrap();
    });
}
