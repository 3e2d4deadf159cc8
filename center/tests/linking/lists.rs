//! Lists from outside: read, linked, and brought again next month.

use center::Error;
use center::jobs::Worker;
use center::registry::linking::{
    self, Brought, EditionState, Kind, LinkingError, PairState, Thresholds,
};
use store::sql;

use crate::tools::{
    brought, census, link, mentor, merchants, officer, online, pairs, take_census, with_hall,
    written,
};

#[test]
fn a_list_becomes_facts_and_the_next_month_changes_only_what_changed() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(240)).await;
        let first = link(&hall, folder, &merchants(0..80, 0..0)).await;
        assert_eq!(
            (first.rows_new, first.rows_same, first.rows_gone),
            (120, 0, 0)
        );
        assert!(first.accepted >= 76, "{first:?}");
        assert_eq!(
            online(&hall).await,
            usize::try_from(first.accepted).unwrap()
        );
        let right = pairs(&hall)
            .await
            .iter()
            .filter(|one| one.state == PairState::Accepted)
            .count();
        assert_eq!(right, online(&hall).await);

        let before = written(&hall).await;
        let again = link(&hall, folder, &merchants(0..80, 0..0)).await;
        assert_eq!(
            (again.rows_new, again.rows_changed, again.rows_same),
            (0, 0, 120)
        );
        assert_eq!(
            (again.accepted, again.ended, again.dropped),
            (0, 0, 0),
            "{again:?}"
        );
        assert_eq!(
            written(&hall).await,
            before,
            "the same list again writes nothing"
        );

        let month = link(&hall, folder, &merchants(10..90, 0..0)).await;
        assert_eq!(
            (month.rows_new, month.rows_gone, month.rows_same),
            (10, 10, 110)
        );
        assert!(month.accepted >= 8 && month.accepted <= 12, "{month:?}");
        assert!(
            month.ended >= 8,
            "who left the list is no longer said to be on it: {month:?}"
        );
        let standing = pairs(&hall)
            .await
            .iter()
            .filter(|one| one.state == PairState::Accepted)
            .count();
        assert_eq!(online(&hall).await, standing);
    });
}

#[test]
fn a_killed_run_goes_on_and_doubles_nothing() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(120)).await;
        let id = linking::bring(&hall, &officer(), &brought(folder, &merchants(0..60, 0..0)))
            .await
            .unwrap();
        // The job is taken, and done, by whoever works the queue; once more finds nothing to do.
        let worker = Worker::new(&hall).with(linking::JOB, linking::job);
        assert_eq!(
            worker.run_due().await.unwrap(),
            1,
            "the import has no handler here"
        );
        let before = written(&hall).await;
        let mut tx = hall.db().write().await.unwrap();
        tx.execute(sql(
            "UPDATE list_edition SET state = 'linking', finished_at = NULL",
        ))
        .await
        .unwrap();
        tx.commit().await.unwrap();
        linking::run(&hall, &officer(), id).await.unwrap();
        assert_eq!(written(&hall).await, before);
    });
}

#[test]
fn evidence_names_the_list_and_its_days() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(120)).await;
        link(&hall, folder, &merchants(0..60, 0..0)).await;
        let there = linking::on_channel(&hall, &officer(), Kind::Shopeefood, None, 100)
            .await
            .unwrap()
            .0;
        assert_eq!(there.len(), online(&hall).await);
        assert_eq!(there[0].source, "Merchant ShopeeFood");
        assert_eq!(there[0].first_on, hall.clock().today());
        let own = linking::presence(&hall, &officer(), there[0].business)
            .await
            .unwrap();
        assert_eq!(own.len(), 1);
        hall.clock().advance(chrono::TimeDelta::days(30));
        link(&hall, folder, &merchants(30..60, 0..0)).await;
        let mut gone = 0;
        for one in &there {
            for seen in linking::presence(&hall, &officer(), one.business)
                .await
                .unwrap()
            {
                gone += usize::from(seen.gone_on == Some(hall.clock().today()));
            }
        }
        assert!((25..=30).contains(&gone), "{gone}");
    });
}

#[test]
fn a_list_is_refused_where_it_cannot_be_right() {
    with_hall(async |hall, folder| {
        let list = brought(folder, &merchants(0..5, 0..0));
        let refused = linking::bring(&hall, &mentor(), &list).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
        let thresholds = Thresholds {
            accept: 0.4,
            review: 0.6,
            second_below: 0.7,
        };
        let refused = linking::bring(
            &hall,
            &officer(),
            &Brought {
                thresholds: Some(thresholds),
                ..list.clone()
            },
        )
        .await;
        assert!(
            matches!(refused, Err(Error::Linking(LinkingError::Thresholds))),
            "{refused:?}"
        );
        linking::bring(&hall, &officer(), &list).await.unwrap();
        let refused = linking::bring(&hall, &officer(), &list).await;
        assert!(
            matches!(refused, Err(Error::Linking(LinkingError::Busy))),
            "{refused:?}"
        );
        let refused = linking::bring(
            &hall,
            &officer(),
            &Brought {
                kind: Kind::Oss,
                ..list.clone()
            },
        )
        .await;
        assert!(
            matches!(refused, Err(Error::Linking(LinkingError::OtherKind { .. }))),
            "{refused:?}"
        );
        // An empty registry has no pairs, and that is no error.
        let worker = Worker::new(&hall).with(linking::JOB, linking::job);
        assert_eq!(worker.run_due().await.unwrap(), 1);
        let nameless = brought(folder, "Kode,Harga\n1,2\n3,4\n");
        assert!(matches!(
            linking::bring(&hall, &officer(), &nameless).await,
            Err(Error::Import(_))
        ));
    });
}

#[test]
fn identity_numbers_of_a_list_are_not_kept() {
    with_hall(async |hall, folder| {
        let text = "Nama Usaha,Nama Pemilik,NIK,Desa,Kecamatan\nKeripik A,Siti,3324096505800001,Jungsemi,Kangkung\n";
        link(&hall, folder, text).await;
        let mut session = hall.db().read().await.unwrap();
        let row = session
            .one(sql("SELECT cells, facts, nik_hash FROM list_row"))
            .await
            .unwrap();
        let cells: String = row.get(0).unwrap();
        assert!(
            cells.contains("Keripik A") && !cells.contains("3324096505800001"),
            "{cells}"
        );
        assert!(row.get::<Option<Vec<u8>>>(2).unwrap().is_some());
    });
}

#[test]
fn three_times_the_rows_are_linked_with_hardly_more_statements() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(240)).await;
        let mut spent = Vec::new();
        for (first, last) in [(0, 60), (60, 240)] {
            let before = store::testing::writes();
            // Another list each time, so that nothing of it is known.
            let list = linking::Brought {
                name: format!("Merchant {first}"),
                ..brought(folder, &merchants(first..last, 0..0))
            };
            let id = linking::bring(&hall, &officer(), &list).await.unwrap();
            let edition = linking::run(&hall, &officer(), id).await.unwrap();
            assert_eq!(edition.state, EditionState::Done, "{:?}", edition.failure);
            spent.push(store::testing::writes() - before);
        }
        assert!(online(&hall).await > 200, "they are linked");
        let [few, many] = spent[..] else {
            unreachable!("two lists")
        };
        // The list is read sixty rows at a time here, which is some statements for each; its pairs are written at once.
        assert!(many < few + 60, "{few} statements, then {many}");
    });
}
