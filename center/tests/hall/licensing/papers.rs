//! Papers that the hall makes for a case: who fills them in, who takes them, and that it is noted.

use center::licensing::papers::{self, CasePaper, Filled, Work};
use documents::label::Draft;
use documents::office::{Office, Signer};

use super::*;

fn office() -> Office {
    Office {
        government: "Pemerintah Kabupaten Kendal".to_owned(),
        name: "Dinas Koperasi".to_owned(),
        address: "Jalan Contoh 1".to_owned(),
        contact: String::new(),
        place: "Kendal".to_owned(),
        signer: Signer {
            post: "Kepala Dinas".to_owned(),
            name: "Contoh".to_owned(),
            rank: String::new(),
            nip: String::new(),
        },
    }
}

fn filled(pairs: &[(&str, &str)]) -> Filled {
    let pairs = pairs.iter();
    pairs
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect()
}

async fn taken(hall: &Hall, who: &Actor, case: CaseId, paper: CasePaper) -> Result<Work, String> {
    let given = papers::give(hall, who, Some(&office()), case, paper).await;
    given.map_err(|error| error.code().to_owned())
}

fn data(work: Work) -> serde_json::Value {
    match work {
        Work::Sheet(order) => order.data,
        Work::Label(_) => panic!("a sheet was wanted"),
    }
}

#[test]
fn the_receipt_of_a_case_is_its_owners_and_the_offices_and_every_copy_is_noted() {
    on_stage(async |hall, scene| {
        let case = opened(&hall, &scene.owner, &scene, "nib").await;
        for who in [&scene.owner, &scene.officer] {
            let receipt = data(taken(&hall, who, case, CasePaper::Receipt).await.unwrap());
            assert_eq!(receipt["business"], "Keripik Barokah");
            assert_eq!(receipt["owner"], "Siti Aminah");
            assert!(receipt["next"].as_str().unwrap().contains("Kirim berkas"));
        }
        for who in [owner_actor(), actor(Role::Head), actor(Role::Gallery)] {
            let code = taken(&hall, &who, case, CasePaper::Receipt).await;
            assert_eq!(code.unwrap_err(), "center.not_found", "{:?}", who.role);
            let offered = papers::offered(&hall, &who, None, case).await.unwrap();
            assert!(offered.is_empty());
        }
        // A paper of another permit is none of this case.
        let other = taken(&hall, &scene.owner, case, CasePaper::MarkLetter).await;
        assert_eq!(other.unwrap_err(), "center.not_found");
        let none = papers::give(&hall, &scene.owner, None, case, CasePaper::Receipt).await;
        assert_eq!(none.unwrap_err().code(), "licensing.no_office");
        let trail = center::audit::newest(&hall, &actor(Role::Head), None, 20).await;
        let taken = trail.unwrap().into_iter();
        assert_eq!(taken.filter(|one| one.action == "paper.given").count(), 2);
    });
}

#[test]
fn the_letter_for_a_mark_is_filled_in_by_the_office_and_the_owners_once_it_is_issued() {
    on_stage(async |hall, scene| {
        stated(&hall, &scene, serde_json::json!({ "nib": "1234567890123", "merek": false, "sales": 120_000_000, "main_product": "Keripik tempe" })).await;
        let letter = CasePaper::MarkLetter;
        let case = opened(&hall, &scene.owner, &scene, "merek_letter").await;
        let code = taken(&hall, &scene.officer, case, letter).await;
        assert_eq!(code.unwrap_err(), "licensing.paper_unfilled");
        let given = filled(&[
            ("mark", "SARI BAROKAH"),
            ("class", "30"),
            ("goods", "Keripik tempe"),
        ]);
        let error = papers::fill(&hall, &scene.owner, case, letter, &given).await;
        assert_eq!(error.unwrap_err().code(), "center.forbidden");
        let wrong = filled(&[("class", "46")]);
        let error = papers::fill(&hall, &scene.officer, case, letter, &wrong).await;
        assert_eq!(error.unwrap_err().code(), "licensing.mark_class");
        papers::fill(&hall, &scene.officer, case, letter, &given)
            .await
            .unwrap();
        let draft = data(taken(&hall, &scene.officer, case, letter).await.unwrap());
        assert_eq!(draft["mark"], "SARI BAROKAH");
        assert_eq!(draft["owner"]["nik"], "", "a NIK is opened one by one only");
        assert_eq!(draft["business"]["nib"], "1234567890123");
        let code = taken(&hall, &scene.owner, case, letter).await;
        assert_eq!(code.unwrap_err(), "licensing.paper_not_yet");
        made_ready(&hall, &scene, case).await;
        done(&hall, &scene.officer, case, submit()).await;
        done(&hall, &scene.officer, case, issue("510/12/2026")).await;
        let own = data(taken(&hall, &scene.owner, case, letter).await.unwrap());
        assert_eq!(own["number"], "510/12/2026");
        let error = papers::fill(&hall, &scene.officer, case, letter, &given).await;
        assert_eq!(error.unwrap_err().code(), "licensing.not_now");

        // What was filled in may name a person, and goes with the owner.
        let person = owner_of(&hall, scene.business).await;
        registry::erase::erase(&hall, &scene.officer, person, "surat 12")
            .await
            .unwrap();
        let seen = papers::view(&hall, &scene.officer, None, case, letter).await;
        assert!(!format!("{:?}", seen.unwrap().filled).contains("SARI BAROKAH"));
    });
}

#[test]
fn the_summary_of_an_application_begins_with_the_label_of_its_product() {
    on_stage(async |hall, scene| {
        stated(&hall, &scene, spp_irt_facts()).await;
        let draft = Draft {
            product: "Keripik Tempe".to_owned(),
            brand: "Barokah".to_owned(),
            ingredients: "Tempe 500 g\nGaram 10 g".to_owned(),
            storage: "Suhu ruang".to_owned(),
            ..Draft::default()
        };
        registry::label::save(&hall, &scene.owner, scene.business, &draft)
            .await
            .unwrap();
        let case = open(
            &hall,
            &scene.owner,
            scene.business,
            "spp_irt",
            "keripik tempe",
        );
        let case = case.await.unwrap();
        let seen = papers::view(&hall, &scene.owner, None, case, CasePaper::Pirt).await;
        let mut known = seen.unwrap().filled;
        assert_eq!(known["brand"], "Barokah");
        assert_eq!(known["composition"], "Tempe 500 g\nGaram 10 g");
        assert_eq!(known["shelf_life"], "3 bulan");
        for name in ["food_type", "packaging", "process"] {
            known.insert(name.to_owned(), "Diisi".to_owned());
        }
        papers::fill(&hall, &scene.owner, case, CasePaper::Pirt, &known)
            .await
            .unwrap();
        let sheet = data(
            taken(&hall, &scene.owner, case, CasePaper::Pirt)
                .await
                .unwrap(),
        );
        assert_eq!(sheet["composition"][0], "Tempe 500 g");
        let label = taken(&hall, &scene.owner, case, CasePaper::Label).await;
        assert!(matches!(label.unwrap(), Work::Label(draft) if draft.brand == "Barokah"));
    });
}

#[test]
fn a_second_product_gets_a_case_of_its_own_and_does_not_overwrite_the_first_number() {
    on_stage(async |hall, scene| {
        stated(&hall, &scene, spp_irt_facts()).await;
        stated(
            &hall,
            &scene,
            serde_json::json!({ "pirt": "2063324010001-31", "pirt_food_type": "flour", "main_product": "Keripik tempe" }),
        )
        .await;
        let again = open(&hall, &scene.owner, scene.business, "spp_irt", "").await;
        assert_eq!(again.unwrap_err().code(), "licensing.not_needed");
        let case = open(&hall, &scene.owner, scene.business, "spp_irt", "Abon ikan");
        let case = case.await.unwrap();
        let twice = open(&hall, &scene.owner, scene.business, "spp_irt", "Abon ikan").await;
        assert_eq!(twice.unwrap_err().code(), "licensing.already_open");
        made_ready(&hall, &scene, case).await;
        done(&hall, &scene.officer, case, submit()).await;
        // Another kind of food than the main product's, and none the less its own number.
        done(&hall, &scene.officer, case, issue("2033324010002-31")).await;
        let seen = look(&hall, &scene.owner, case).await;
        assert!(
            seen.case
                .issued_number
                .unwrap()
                .contains("2033324010002-31")
        );
        let page = registry::view::view(&hall, &scene.officer, scene.business).await;
        let facts = page.unwrap().plan_facts;
        let first = facts.get(rulebook::Fact::Pirt).unwrap().as_text().unwrap();
        assert!(first.contains("2063324010001-31"), "{first}");
    });
}
