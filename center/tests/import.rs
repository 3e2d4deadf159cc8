//! Lists on their way into the registry: what becomes of their rows, and that nothing is lost or doubled, on both
//! engines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::Path;

use center::registry::import::{self, Brought, Counts, ImportError, State};
use center::testing::{REGENCY, actor, hall, on_both_with};
use center::{Actor, Error, Hall, Role, Settings};
use rulebook::Fact;
use store::registry::{business, marks, statement, tally};
use store::sql;
use store::testing::{on_both_by_address, on_sqlite_by_address};
use tempfile::TempDir;
use vocab::id::ImportId;

const HEADER: &str = "Nama Pemilik,NIK,Nama Usaha,Desa,Kecamatan,Omzet per tahun,No HP,Shopee\n";

fn settings(folder: &TempDir) -> Settings {
    Settings {
        files: folder.path().join("files"),
        import_chunk: 50,
        ..Settings::default()
    }
}

fn officer() -> Actor {
    actor(Role::Officer)
}

/// Runs a test with a hall that keeps files in a folder of its own.
#[expect(
    clippy::needless_pass_by_value,
    reason = "reads like the helper of the store"
)]
fn with_hall(test: impl AsyncFn(Hall, &Path)) {
    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        test(hall, folder.path()).await;
    });
}

fn row(n: u32) -> String {
    format!(
        "Sri Wahyuni {n},33241252019{:05},Keripik Bu Sri {n},Jungsemi,Kangkung,{}000000,0812345{:05},ya\n",
        n % 9_000 + 1,
        n % 50 + 1,
        n % 90_000,
    )
}

fn rows(numbers: impl Iterator<Item = u32>) -> String {
    numbers.fold(HEADER.to_owned(), |mut text, n| {
        text.push_str(&row(n));
        text
    })
}

fn brought(folder: &Path, text: &str) -> Brought {
    let path = folder.join(format!("{}.csv", uuid::Uuid::now_v7()));
    std::fs::write(&path, text).unwrap();
    Brought {
        path,
        file_name: "sensus.csv".to_owned(),
        source: "Sensus 2026".to_owned(),
        mapping: None,
        stated_on: None,
        forgiven: Vec::new(),
    }
}

async fn take_in(hall: &Hall, folder: &Path, text: &str) -> import::Import {
    hall.clock().advance(chrono::TimeDelta::minutes(1));
    let id = import::create(hall, &officer(), &brought(folder, text))
        .await
        .unwrap();
    import::run(hall, &officer(), id, None).await.unwrap()
}

/// What the registry holds, without ids and moments: names with their open facts, the counters, statements that stand.
async fn picture(
    hall: &Hall,
) -> (
    Vec<(String, String)>,
    BTreeMap<(String, String), i64>,
    i64,
    i64,
) {
    let mut session = hall.db().read().await.unwrap();
    let businesses = business::after(&mut session, REGENCY, 0, 100_000)
        .await
        .unwrap();
    let mut shown: Vec<(String, String)> = Vec::new();
    for one in &businesses {
        let said = statement::of_business(&mut session, REGENCY, one.id)
            .await
            .unwrap();
        assert!(
            said.iter().any(|one| one.withdrawn_at.is_none()),
            "{} without a statement",
            one.name
        );
        shown.push((one.name.clone(), one.facts.clone()));
    }
    shown.sort();
    let counts = tally::all(&mut session, REGENCY).await.unwrap();
    let counts = counts
        .into_iter()
        .map(|one| {
            (
                (one.region, hall.marks().key(one.mark).unwrap().to_string()),
                one.n,
            )
        })
        .collect();
    let count = async |session: &mut store::Session, text: &'static str| -> i64 {
        session.one(sql(text)).await.unwrap().get(0).unwrap()
    };
    let standing = count(
        &mut session,
        "SELECT COUNT(*) FROM statement WHERE withdrawn_at IS NULL",
    )
    .await;
    let people = count(&mut session, "SELECT COUNT(*) FROM person").await;
    (shown, counts, standing, people)
}

fn counts(import: &import::Import) -> (i64, i64, i64, i64) {
    let Counts {
        new,
        updated,
        unchanged,
        rejected,
        ..
    } = import.counts;
    (new, updated, unchanged, rejected)
}

#[test]
fn the_same_file_twice_changes_nothing() {
    with_hall(async |hall, folder| {
        let text = rows(1..=120);
        let first = take_in(&hall, folder, &text).await;
        assert_eq!((first.state, counts(&first)), (State::Done, (120, 0, 0, 0)));
        let before = picture(&hall).await;
        assert_eq!((before.0.len(), before.2, before.3), (120, 120, 120));
        let second = take_in(&hall, folder, &text).await;
        assert_eq!(counts(&second), (0, 0, 120, 0));
        assert_eq!(picture(&hall).await, before);
    });
}

#[test]
fn a_changed_row_updates_its_business_and_the_others_stay() {
    with_hall(async |hall, folder| {
        let text = rows(1..=60);
        take_in(&hall, folder, &text).await;
        let changed = text.replace(
            "Bu Sri 7,Jungsemi,Kangkung,8000000",
            "Bu Sri 7,Jungsemi,Kangkung,99000000",
        );
        assert_ne!(text, changed);
        let second = take_in(&hall, folder, &changed).await;
        assert_eq!(counts(&second), (0, 1, 59, 0));
        let (shown, ..) = picture(&hall).await;
        assert_eq!(shown.len(), 60);
        assert!(
            shown
                .iter()
                .any(|(name, facts)| name.ends_with(" 7") && facts.contains("99000000"))
        );
        // Said back to what it was before: that is a change again, not an old acquaintance.
        assert_eq!(counts(&take_in(&hall, folder, &text).await), (0, 1, 59, 0));
        assert!(
            picture(&hall)
                .await
                .0
                .iter()
                .all(|(_, facts)| !facts.contains("99000000"))
        );
    });
}

#[test]
fn a_row_may_change_a_business_that_came_in_with_the_same_transaction() {
    with_hall(async |hall, folder| {
        // Five chunks of ten rows are a transaction here; row 45 speaks of row 7 again.
        let told = |sales: &str| row(7).replace(",8000000,", sales);
        let before = rows(1..=44);
        take_in(&hall, folder, &format!("{before}{}", told(",99000000000,"))).await;
        let (shown, tally, standing, people) = picture(&hall).await;
        assert_eq!((shown.len(), standing, people), (44, 45, 44));
        let mut session = hall.db().read().await.unwrap();
        for mark in tally.keys().map(|(_, mark)| mark) {
            let counted: i64 = tally
                .iter()
                .filter(|((_, of), _)| of == mark)
                .map(|(_, n)| n)
                .sum();
            let number = hall.marks().number(mark).unwrap();
            let carrying = marks::carrying(&mut session, REGENCY, &[number])
                .await
                .unwrap();
            assert_eq!(
                i64::try_from(carrying.len()).unwrap(),
                counted,
                "mark {mark}"
            );
        }
    });
}

#[test]
fn two_rows_of_one_business_in_one_file_are_one_business() {
    with_hall(async |hall, folder| {
        let twice = row(1).replace("0812345", "0899999");
        let text = format!("{HEADER}{}{twice}{}", row(1), row(2));
        assert_eq!(counts(&take_in(&hall, folder, &text).await), (2, 1, 0, 0));
        assert_eq!(counts(&take_in(&hall, folder, &text).await), (0, 0, 3, 0));
        // One owner with two businesses is one person.
        let other = row(1).replace("Keripik Bu Sri", "Laundry Wangi");
        assert_eq!(
            counts(&take_in(&hall, folder, &format!("{HEADER}{other}")).await),
            (1, 0, 0, 0)
        );
        assert_eq!(picture(&hall).await.3, 2);
    });
}

#[test]
fn namesakes_with_different_niks_stay_two_businesses() {
    with_hall(async |hall, folder| {
        let line = |nik: &str| format!("Sri,{nik},Warung Sri,Jungsemi,Kangkung,5000000,,\n");
        let text = format!(
            "{HEADER}{}{}",
            line("3324125201900001"),
            line("3324125201900002")
        );
        assert_eq!(counts(&take_in(&hall, folder, &text).await), (2, 0, 0, 0));
        assert_eq!(counts(&take_in(&hall, folder, &text).await), (0, 0, 2, 0));
    });
}

#[test]
fn the_sources_own_number_recognises_a_business_whose_name_was_mended() {
    with_hall(async |hall, folder| {
        let header = "_uuid,Nama Pemilik,Nama Usaha,Desa,Kecamatan\n";
        take_in(
            &hall,
            folder,
            &format!("{header}u-1,Siti,Batk Siti,Jungsemi,Kangkung\n"),
        )
        .await;
        let mended = take_in(
            &hall,
            folder,
            &format!("{header}u-1,Siti,Batik Siti,Jungsemi,Kangkung\n"),
        )
        .await;
        assert_eq!(counts(&mended), (0, 1, 0, 0));
        let (shown, ..) = picture(&hall).await;
        assert_eq!(
            shown
                .iter()
                .map(|(name, _)| name.as_str())
                .collect::<Vec<_>>(),
            ["Batik Siti"]
        );
    });
}

#[test]
fn a_refused_row_hurts_no_other_and_comes_back_in_the_report() {
    with_hall(async |hall, folder| {
        let text = format!(
            "{HEADER}{}Budi,12,Warung Budi,Atlantis,Kangkung,5,,\n{}",
            row(1),
            row(2)
        );
        let import = take_in(&hall, folder, &text).await;
        assert_eq!(counts(&import), (2, 0, 0, 1));
        let looks = import::rows(&hall, &officer(), import.id, true, (-1, 0), 10)
            .await
            .unwrap();
        assert_eq!((looks.len(), looks[0].row, looks[0].rejected), (1, 3, true));
        let columns: Vec<_> = looks[0]
            .problems
            .iter()
            .map(|problem| problem.column)
            .collect();
        assert_eq!(columns, [Some(1), Some(3)]);
        let path = folder.join("report.xlsx");
        let file = std::fs::File::create(&path).unwrap();
        assert_eq!(
            import::report(&hall, &officer(), import.id, file)
                .await
                .unwrap(),
            1
        );
        let again = Brought {
            path,
            ..brought(folder, "")
        };
        let trial = import::try_out(&hall, &officer(), &again).await.unwrap();
        assert_eq!((trial.new, trial.rejected), (0, 1));
    });
}

#[test]
fn an_import_is_undone_as_a_whole_and_only_it() {
    with_hall(async |hall, folder| {
        take_in(&hall, folder, &rows(1..=70)).await;
        let before = picture(&hall).await;
        let changed = rows(60..=180).replace(",ya\n", ",tidak\n");
        let second = take_in(&hall, folder, &changed).await;
        assert_eq!(counts(&second), (110, 11, 0, 0));
        assert_ne!(picture(&hall).await, before);
        let undone = import::undo(&hall, &officer(), second.id).await.unwrap();
        assert_eq!(undone.state, State::Undone);
        assert_eq!(picture(&hall).await, before);
        let again = import::undo(&hall, &officer(), second.id).await;
        assert!(matches!(
            again,
            Err(Error::Import(ImportError::State { .. }))
        ));
        // What was undone can be brought again, and the first file is still known.
        assert_eq!(
            counts(&take_in(&hall, folder, &rows(1..=70)).await),
            (0, 0, 70, 0)
        );
        assert_eq!(
            counts(&take_in(&hall, folder, &changed).await),
            (110, 11, 0, 0)
        );
    });
}

#[test]
fn a_trial_writes_nothing() {
    with_hall(async |hall, folder| {
        take_in(&hall, folder, &rows(1..=10)).await;
        let before = picture(&hall).await;
        let trial = import::try_out(&hall, &officer(), &brought(folder, &rows(6..=20)))
            .await
            .unwrap();
        assert_eq!((trial.new, trial.known, trial.rejected), (10, 5, 0));
        assert_eq!(picture(&hall).await, before);
        assert_eq!(import::list(&hall, &officer(), 10).await.unwrap().len(), 1);
    });
}

#[test]
fn bad_files_leave_the_database_as_it_was() {
    with_hall(async |hall, folder| {
        let long = format!("{}{}\n", rows(1..=300), "x".repeat(2 << 20));
        let open = format!("{}\"Budi,1\n{}", rows(1..=200), rows(1..=5));
        for text in [
            "",
            HEADER,
            "a,b\n1,2\n",
            "Nama Usaha,No HP\nBatik,0812\n",
            "a\0b\n",
            &long,
            &open,
        ] {
            let refused = import::create(&hall, &officer(), &brought(folder, text)).await;
            assert!(
                matches!(refused, Err(Error::Import(ImportError::File(_)))),
                "{refused:?}"
            );
        }
        let unnamed = Brought {
            source: "  ".to_owned(),
            ..brought(folder, &rows(1..=2))
        };
        let refused = import::create(&hall, &officer(), &unnamed).await;
        assert!(matches!(
            refused,
            Err(Error::Import(ImportError::SourceName))
        ));
        assert_eq!(import::list(&hall, &officer(), 10).await.unwrap(), []);
        let mut session = hall.db().read().await.unwrap();
        assert!(
            store::registry::source::all(&mut session, REGENCY)
                .await
                .unwrap()
                .is_empty()
        );
    });
}

#[test]
fn only_who_may_import_can() {
    with_hall(async |hall, folder| {
        let brought = brought(folder, &rows(1..=2));
        for role in [Role::Public, Role::Owner, Role::Mentor, Role::Gallery] {
            assert!(import::create(&hall, &actor(role), &brought).await.is_err());
            assert!(
                import::preview(&hall, &actor(role), &brought)
                    .await
                    .is_err()
            );
            assert!(import::list(&hall, &actor(role), 1).await.is_err());
        }
    });
}

#[test]
fn a_preview_shows_the_guess_and_what_would_become_of_the_rows() {
    with_hall(async |hall, folder| {
        let text = format!("{}Budi,12,Warung,Atlantis,Kangkung,5,,\n", rows(1..=10));
        let preview = import::preview(&hall, &officer(), &brought(folder, &text))
            .await
            .unwrap();
        assert_eq!(
            (preview.kind, preview.obstacle, preview.rows.len()),
            ("CSV", None, 11)
        );
        assert_eq!(preview.rows[10].verdict, intake::Verdict::Reject);
        let long = import::preview(&hall, &officer(), &brought(folder, &rows(1..=80)))
            .await
            .unwrap();
        assert_eq!(long.rows.len(), 50);
    });
}

#[test]
fn a_forgiven_fact_is_left_out_instead_of_refusing_the_row() {
    with_hall(async |hall, folder| {
        let text = format!("{HEADER}Budi,12,Warung Budi,Jungsemi,Kangkung,5000000,,\n");
        let brought = Brought {
            forgiven: vec![Fact::OwnerNik],
            ..brought(folder, &text)
        };
        let id = import::create(&hall, &officer(), &brought).await.unwrap();
        let import = import::run(&hall, &officer(), id, None).await.unwrap();
        assert_eq!((counts(&import), import.counts.noted), ((1, 0, 0, 0), 1));
    });
}

#[test]
fn the_job_takes_an_import_in_once() {
    with_hall(async |hall, folder| {
        let id = import::create(&hall, &officer(), &brought(folder, &rows(1..=60)))
            .await
            .unwrap();
        let worker = center::jobs::Worker::new(&hall).with(import::JOB, import::job);
        assert_eq!(worker.run_due().await.unwrap(), 1);
        let shown = import::find(&hall, &officer(), id).await.unwrap();
        assert_eq!(
            (shown.source.as_str(), shown.import.state),
            ("Sensus 2026", State::Done)
        );
        let followed = import::follow(&hall, &officer(), id).await.unwrap();
        assert!(followed.borrow().is_over());
        assert_eq!(worker.run_due().await.unwrap(), 0);
    });
}

#[test]
fn the_audit_trail_tells_of_every_transaction_and_holds() {
    with_hall(async |hall, folder| {
        let import = take_in(&hall, folder, &rows(1..=120)).await;
        import::undo(&hall, &officer(), import.id).await.unwrap();
        let verdict = center::audit::verify(&hall, REGENCY, None).await.unwrap();
        assert!(
            matches!(verdict, center::audit::Verdict::Whole { .. }),
            "{verdict:?}"
        );
        let mut session = hall.db().read().await.unwrap();
        let subject = format!("import:{}", import.id);
        let entries = store::audit::of_subject(&mut session, REGENCY, &subject, 50)
            .await
            .unwrap();
        let mut actions = BTreeMap::new();
        for entry in &entries {
            *actions.entry(entry.action.as_str()).or_insert(0) += 1;
            assert!(!entry.detail.contains("3324125201"), "no NIK in the trail");
        }
        let expected = [
            ("import.created", 1),
            ("import.finished", 1),
            ("import.rows", 3),
            ("import.rows_undone", 3),
            ("import.undo_begun", 1),
            ("import.undone", 1),
        ];
        assert_eq!(actions, BTreeMap::from(expected));
    });
}

// Killed in the middle ------------------------------------------------------------------------------------------------

const CHILD: &str = "PENDOPO_TEST_IMPORT_CHILD";

/// The other process: takes one import in, or back, and says a line after each chunk. Does nothing when run as a test.
#[test]
fn child() {
    let Ok(order) = std::env::var(CHILD) else {
        return;
    };
    let [address, files, id, deed] =
        <[&str; 4]>::try_from(order.split('|').collect::<Vec<_>>()).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let settings = Settings {
            files: files.into(),
            import_chunk: 50,
            ..Settings::default()
        };
        let hall = hall(store::Db::connect(address).await.unwrap(), settings).await;
        let id: ImportId = id.parse().unwrap();
        let first =
            import::Progress::of(&import::find(&hall, &officer(), id).await.unwrap().import);
        let (sender, mut receiver) = tokio::sync::watch::channel(first);
        let telling = tokio::spawn(async move {
            while receiver.changed().await.is_ok() {
                println!("CHUNK {}", receiver.borrow_and_update().counts.done);
            }
        });
        match deed {
            "undo" => {
                // The parent kills here first, then after every later standing that it sees.
                println!("CHUNK BEGUN");
                let (watched, mut left) = (hall.clone(), usize::MAX);
                let watching = tokio::spawn(async move {
                    loop {
                        let mut session = watched.db().read().await.unwrap();
                        let standing =
                            statement::businesses_of_import(&mut session, REGENCY, id, None, 9_999);
                        let now = standing.await.unwrap().len();
                        if now < left {
                            println!("CHUNK {now}");
                        }
                        left = now;
                        tokio::task::yield_now().await;
                    }
                });
                match import::undo(&hall, &officer(), id).await {
                    Ok(_) | Err(Error::Import(ImportError::State { .. })) => {}
                    Err(error) => panic!("{error:?}"),
                }
                watching.abort();
            }
            _ => match import::run(&hall, &officer(), id, Some(&sender)).await {
                // Killed between its last commit and its last word.
                Ok(_) | Err(Error::Import(ImportError::State { .. })) => {}
                Err(error) => panic!("{error:?}"),
            },
        }
        drop(sender);
        telling.await.unwrap();
        println!("CHUNK END");
    });
}

/// Starts the child and kills it with SIGKILL after its `lines`-th line; true if it came to its end before.
fn killed_after(order: &str, lines: usize) -> bool {
    use std::io::{BufRead, BufReader};

    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture"])
        .env(CHILD, order)
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok);
    let mut seen = 0;
    let mut ended = false;
    for line in said.filter(|line| line.starts_with("CHUNK")) {
        ended = line == "CHUNK END";
        seen += 1;
        if seen >= lines {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    ended
}

/// Lets the other process do its deed, killed after as many of its lines as asked for, until it is through.
fn killed_again_and_again(order: &str, lines: impl Fn(usize) -> usize) {
    let mut kills = 0;
    while !killed_after(order, lines(kills)) {
        kills += 1;
        assert!(kills < 40, "it gets no further");
    }
    assert!(kills > 0, "it was never killed");
}

#[test]
fn an_import_killed_at_any_chunk_goes_on_with_nothing_lost_or_doubled() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let text = rows(1..=300);
    let whole = std::cell::OnceCell::new();
    on_sqlite_by_address(&async |address| {
        let hall = database(path, address).await;
        take_in(&hall, path, &text).await;
        whole.set(picture(&hall).await).unwrap();
        hall.db().close().await;
    });
    for lines in [1, 3, 5] {
        on_both_by_address(&async |address| {
            let hall = database(path, address).await;
            let id = import::create(&hall, &officer(), &brought(path, &text))
                .await
                .unwrap();
            killed_again_and_again(&order(address, path, id, "run"), |_| lines);
            assert_eq!(
                Some(&picture(&hall).await),
                whole.get(),
                "killed after {lines} chunks on {:?}",
                hall.db().engine()
            );
            let shown = import::find(&hall, &officer(), id).await.unwrap();
            assert_eq!(
                (shown.import.state, counts(&shown.import)),
                (State::Done, (300, 0, 0, 0))
            );
            let verdict = center::audit::verify(&hall, REGENCY, None).await.unwrap();
            assert!(matches!(verdict, center::audit::Verdict::Whole { .. }));
            hall.db().close().await;
        });
    }
}

#[test]
fn an_undo_killed_anywhere_goes_on_until_all_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    on_both_by_address(&async |address| {
        let hall = database(path, address).await;
        take_in(&hall, path, &rows(1..=40)).await;
        let before = picture(&hall).await;
        let import = take_in(&hall, path, &rows(20..=500).replace(",ya\n", ",tidak\n")).await;
        killed_again_and_again(&order(address, path, import.id, "undo"), |kills| kills + 1);
        assert_eq!(picture(&hall).await, before);
        let shown = import::find(&hall, &officer(), import.id).await.unwrap();
        assert_eq!(shown.import.state, State::Undone);
        hall.db().close().await;
    });
}

fn order(address: &str, folder: &Path, id: ImportId, deed: &str) -> String {
    format!("{address}|{}|{id}|{deed}", folder.join("files").display())
}

async fn database(folder: &Path, address: &str) -> Hall {
    let settings = Settings {
        files: folder.join("files"),
        import_chunk: 50,
        ..Settings::default()
    };
    hall(store::Db::connect(address).await.unwrap(), settings).await
}
