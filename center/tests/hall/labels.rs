//! Labels are kept by product, for those who may speak for the business, and go with its owner.

use center::registry::label::{labels, save};
use center::registry::{RegistryError, erase};
use center::testing::{actor, on_both};
use center::{Error, Role};
use documents::label::Draft;

use crate::tools::{keripik, owner_of};

fn draft(product: &str, brand: &str) -> Draft {
    Draft {
        product: product.to_owned(),
        brand: brand.to_owned(),
        address: "Cepiring".to_owned(),
        ..Draft::default()
    }
}

#[test]
fn a_label_is_kept_by_product_and_replaced_by_the_next_one() {
    on_both(async |hall| {
        let id = keripik(&hall).await;
        let officer = actor(Role::Officer);
        let before = labels(&hall, &officer, id).await.unwrap();
        assert!(before.labels.is_empty());
        assert_eq!(before.new.brand, "Keripik Barokah");

        save(&hall, &officer, id, &draft("Tempe", "Satu"))
            .await
            .unwrap();
        save(&hall, &officer, id, &draft("Pisang", "Dua"))
            .await
            .unwrap();
        save(&hall, &officer, id, &draft(" Tempe ", "Tiga"))
            .await
            .unwrap();
        let kept = labels(&hall, &officer, id).await.unwrap().labels;
        let brands: Vec<_> = kept
            .iter()
            .map(|(product, draft)| (product.as_str(), draft.brand.as_str()))
            .collect();
        assert_eq!(brands, [("Pisang", "Dua"), ("Tempe", "Tiga")]);

        let nameless = save(&hall, &officer, id, &draft(" ", "Satu")).await;
        assert!(matches!(
            nameless,
            Err(Error::Registry(RegistryError::LabelNameless))
        ));
    });
}

#[test]
fn who_may_not_speak_for_the_business_keeps_no_label_of_it() {
    on_both(async |hall| {
        let id = keripik(&hall).await;
        let head = save(&hall, &actor(Role::Gallery), id, &draft("Tempe", "Satu")).await;
        assert!(matches!(head, Err(Error::Forbidden(_))), "{head:?}");
        let owner = save(&hall, &actor(Role::Owner), id, &draft("Tempe", "Satu")).await;
        assert!(matches!(owner, Err(Error::NotFound(_))), "{owner:?}");
    });
}

#[test]
fn erasing_the_owner_takes_the_labels_along() {
    on_both(async |hall| {
        let id = keripik(&hall).await;
        let officer = actor(Role::Officer);
        save(&hall, &officer, id, &draft("Tempe", "Satu"))
            .await
            .unwrap();
        let person = owner_of(&hall, id).await;
        erase::erase(&hall, &officer, person, "permohonan 12/2026")
            .await
            .unwrap();
        assert!(labels(&hall, &officer, id).await.unwrap().labels.is_empty());
    });
}
