//! Campaigns: who is on them, who goes there, what became of them.

use center::registry::campaign::{self, Filter, Given, Outcome};
use center::registry::linking::LinkingError;
use center::registry::{export, state};
use center::{Error, Role};
use rulebook::{Fact, Facts};
use vocab::Lang;

use crate::tools::{
    census, link, mentor, merchants, officer, online, real_mentor, take_census, with_hall,
};

#[test]
fn a_campaign_holds_who_does_not_sell_online_and_tells_what_became_of_them() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(120)).await;
        link(&hall, folder, &merchants(0..60, 0..0)).await;
        let sold = online(&hall).await;
        let filter = Filter::default();
        let not_yet = campaign::not_online(&hall, &officer(), &filter)
            .await
            .unwrap();
        assert_eq!(usize::try_from(not_yet.total).unwrap(), 120 - sold);
        assert_eq!(
            not_yet.areas.iter().map(|(.., n)| n).sum::<u64>(),
            not_yet.total
        );
        let empty = campaign::create(
            &hall,
            &officer(),
            "Tidak ada",
            &Filter {
                asked: true,
                ..filter.clone()
            },
        )
        .await;
        assert!(
            matches!(empty, Err(Error::Linking(LinkingError::CampaignEmpty))),
            "{empty:?}"
        );

        let id = campaign::create(&hall, &officer(), "Ayo daring", &filter)
            .await
            .unwrap();
        let stranger = center::testing::actor(Role::Gallery).account.unwrap();
        let refused = campaign::give(&hall, &officer(), id, Given::default(), Some(stranger)).await;
        assert!(
            matches!(refused, Err(Error::Linking(LinkingError::NotAMentor))),
            "{refused:?}"
        );
        let view = campaign::view(&hall, &officer(), id, None).await.unwrap();
        assert_eq!(
            (view.members, view.online),
            (i64::try_from(not_yet.total).unwrap(), 0)
        );
        let member = view.page[0].member.business;

        let mine = campaign::note(&hall, &mentor(), id, member, "", Outcome::Met, "").await;
        assert!(
            matches!(mine, Err(Error::Linking(LinkingError::NotYours))),
            "{mine:?}"
        );
        campaign::note(
            &hall,
            &officer(),
            id,
            member,
            "2026-10",
            Outcome::Met,
            "tertarik",
        )
        .await
        .unwrap();
        campaign::note(&hall, &officer(), id, member, "", Outcome::Opened, "")
            .await
            .unwrap();
        let future =
            campaign::note(&hall, &officer(), id, member, "2027-01", Outcome::Met, "").await;
        assert!(
            matches!(future, Err(Error::Linking(LinkingError::MonthInvalid))),
            "{future:?}"
        );
        let mut said = Facts::new();
        said.set_text(Fact::OnlineGofood, "ya").unwrap();
        state::state(&hall, &officer(), member, &said, hall.clock().today())
            .await
            .unwrap();
        let view = campaign::view(&hall, &officer(), id, None).await.unwrap();
        assert_eq!(view.online, 1, "who sells by now is seen from the facts");
        assert_eq!(view.months.len(), 2);
        assert_eq!(view.months["2026-11"]["opened"], 1);

        let mut file = export::begin_campaign(&hall, &officer(), id, Lang::Id)
            .await
            .unwrap();
        assert_eq!(file.rows(), usize::try_from(not_yet.total).unwrap());
        let mut lines = 0;
        while let Some(piece) = file.csv_piece().await.unwrap() {
            lines += String::from_utf8(piece).unwrap().lines().count();
        }
        assert_eq!(lines, file.rows() + 1);
    });
}

#[test]
fn what_was_noted_last_counts_until_something_else_is() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(6)).await;
        let id = campaign::create(&hall, &officer(), "Ayo daring", &Filter::default())
            .await
            .unwrap();
        let view = campaign::view(&hall, &officer(), id, None).await.unwrap();
        let members: Vec<_> = view.page.iter().map(|one| one.member.business).collect();
        for (member, month, outcome) in [
            (0, "2026-08", Outcome::Met),
            (0, "2026-10", Outcome::Opened),
            (1, "2026-08", Outcome::Met),
            (2, "2026-10", Outcome::Declined),
        ] {
            campaign::note(&hall, &officer(), id, members[member], month, outcome, "")
                .await
                .unwrap();
        }
        let view = campaign::view(&hall, &officer(), id, None).await.unwrap();
        let month = |month: &str| {
            let mut counts: Vec<_> = view.months[month].clone().into_iter().collect();
            counts.sort();
            counts
        };
        assert_eq!(month("2026-08"), [("met".to_owned(), 2)]);
        assert_eq!(
            month("2026-10"),
            [
                ("declined".to_owned(), 1),
                ("met".to_owned(), 1),
                ("opened".to_owned(), 1)
            ]
        );
        let one = campaign::member(&hall, &officer(), id, members[0])
            .await
            .unwrap();
        let months: Vec<_> = one
            .months
            .iter()
            .map(|(month, _)| month.month.as_str())
            .collect();
        assert_eq!(months, ["2026-10", "2026-08"]);
    });
}

#[test]
fn members_move_between_mentors_and_nothing_moves_once_it_is_closed() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(20)).await;
        let id = campaign::create(&hall, &officer(), "Ayo daring", &Filter::default())
            .await
            .unwrap();
        let rina = real_mentor(&hall).await;
        let mut as_rina = mentor();
        as_rina.account = Some(rina);
        let all = Given::default();
        let give = async |given: Given<'_>, to| {
            campaign::give(&hall, &officer(), id, given, to)
                .await
                .unwrap()
        };
        assert_eq!(give(all, Some(rina)).await, 20);
        assert_eq!(give(all, Some(rina)).await, 0, "nobody is free any more");
        let page = campaign::view(&hall, &as_rina, id, None)
            .await
            .unwrap()
            .page;
        assert_eq!(page.len(), 20);
        let one = Given {
            business: Some(page[0].member.business),
            ..all
        };
        assert_eq!(give(one, None).await, 1);
        let hers = Given {
            from: Some(rina),
            ..all
        };
        let sheet = campaign::sheet(&hall, &as_rina, id, None, None).await;
        assert_eq!(sheet.unwrap().rows.len(), 19);
        assert_eq!(give(hers, None).await, 19);
        let view = campaign::view(&hall, &officer(), id, None).await.unwrap();
        assert_eq!(view.regions.iter().map(|(.., free)| free).sum::<i64>(), 20);

        let refused = campaign::close(&hall, &mentor(), id, "").await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
        campaign::close(&hall, &officer(), id, " Selesai ")
            .await
            .unwrap();
        let view = campaign::view(&hall, &officer(), id, None).await.unwrap();
        assert_eq!(view.campaign.closing.as_deref(), Some("Selesai"));
        for late in [
            campaign::give(&hall, &officer(), id, all, Some(rina))
                .await
                .map(drop),
            campaign::note(
                &hall,
                &officer(),
                id,
                page[0].member.business,
                "",
                Outcome::Met,
                "",
            )
            .await,
        ] {
            assert!(
                matches!(late, Err(Error::Linking(LinkingError::CampaignClosed))),
                "{late:?}"
            );
        }
        let twice = campaign::close(&hall, &officer(), id, "").await;
        assert!(
            matches!(twice, Err(Error::Linking(LinkingError::CampaignStands))),
            "{twice:?}"
        );
        campaign::reopen(&hall, &officer(), id).await.unwrap();
        assert_eq!(give(all, Some(rina)).await, 20);
    });
}
