//! The queue, whole and for an account bound to a place.

use super::*;

#[test]
fn the_queue_shows_the_most_urgent_first_page_by_page_and_the_workload() {
    on_stage(async |hall, scene| {
        let case = opened(&hall, &scene.officer, &scene, "nib").await;
        made_ready(&hall, &scene, case).await;
        let seen = look(&hall, &scene.officer, case).await.case.version;
        assign(&hall, &scene.officer, case, seen, scene.officer.account)
            .await
            .unwrap();
        let mut ids = vec![case];
        let mut tx = hall.db().write().await.unwrap();
        let template = look(&hall, &scene.officer, case).await.case;
        for n in 0..120_u64 {
            let mut one = template.clone();
            one.id = CaseId::from_parts(1_800_000_000_000 + n, [1; 10]);
            one.business = BusinessId::from_parts(n, [2; 10]);
            one.officer = None;
            one.due_on = day("2026-11-27") + TimeDelta::days(i64::try_from(n % 5).unwrap());
            store::licensing::case::insert(&mut tx, &one).await.unwrap();
            store::licensing::count::moved(&mut tx, None, &one)
                .await
                .unwrap();
            ids.push(one.id);
        }
        tx.commit().await.unwrap();
        let filter = Filter::default();
        let mut seen = Vec::new();
        let mut place = None;
        let mut back = None;
        loop {
            let page = queue::queue(&hall, &scene.officer, &filter, place)
                .await
                .unwrap();
            assert_eq!(page.turns[0], (Turn::Office, 121));
            seen.extend(page.lines.iter().map(|line| line.case.id));
            back = page.previous.or(back);
            match page.next {
                Some(next) => place = Some(next.parse().unwrap()),
                None => break,
            }
        }
        assert_eq!(seen.len(), 121);
        assert_eq!(seen[0], case, "due first");
        let unique: std::collections::BTreeSet<_> = seen.iter().collect();
        assert_eq!(unique.len(), 121);
        let page = queue::queue(
            &hall,
            &scene.officer,
            &filter,
            back.map(|b| b.parse().unwrap()),
        );
        let page = page.await.unwrap();
        let lines: Vec<_> = page.lines.iter().map(|line| line.case.id).collect();
        assert_eq!(lines, seen[50..100], "the page before");
        let mine = Filter {
            whose: Whose::Mine,
            ..Filter::default()
        };
        let mine = queue::queue(&hall, &scene.officer, &mine, None)
            .await
            .unwrap();
        assert_eq!(mine.lines.len(), 1);
        assert_eq!(mine.lines[0].business.as_deref(), Some("Keripik Barokah"));
        let load = queue::workload(&hall, &scene.officer).await.unwrap();
        assert_eq!((load[0].waiting, load[0].open), (1, 1));
    });
}

#[test]
fn an_account_bound_to_a_place_sees_and_counts_the_cases_of_that_place_only() {
    on_stage(async |hall, scene| {
        let case = opened(&hall, &scene.officer, &scene, "nib").await;
        made_ready(&hall, &scene, case).await;
        let template = look(&hall, &scene.officer, case).await.case;
        let mut tx = hall.db().write().await.unwrap();
        for (n, village) in ["33.24.09.2003", "33.24.09.2005", "33.24.10.2001"]
            .iter()
            .enumerate()
        {
            let mut one = template.clone();
            let n = u64::try_from(n).unwrap();
            one.id = CaseId::from_parts(1_800_000_000_000 + n, [1; 10]);
            one.business = BusinessId::from_parts(n, [2; 10]);
            one.region = (*village).to_owned();
            one.district = village.chars().take(8).collect();
            one.due_on = day("2026-11-20");
            store::licensing::case::insert(&mut tx, &one).await.unwrap();
            store::licensing::count::moved(&mut tx, None, &one)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        for (place, waiting, late) in [
            (None, 4, 3),
            (Some("33.24.09"), 3, 2),
            (Some("33.24.09.2005"), 1, 1),
            (Some("33.24.11"), 0, 0),
        ] {
            let mut bound = scene.officer.clone();
            bound.scope = place.map(|place| place.parse().unwrap());
            let page = queue::queue(&hall, &bound, &Filter::default(), None).await;
            let page = page.unwrap();
            assert_eq!(page.lines.len(), waiting, "{place:?}");
            let counted = i64::try_from(waiting).unwrap();
            assert_eq!(page.turns[0], (Turn::Office, counted), "{place:?}");
            assert_eq!(page.late, late, "{place:?}");
        }
    });
}
