//! Identifiers of what the hall keeps: UUIDv7, one type for each kind of thing, so that the id of
//! an import cannot be taken for that of a business.
//!
//! They are built from a time and random bytes given by the caller; this crate has no clock.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

crate::domain_error! {
    /// A text which is no identifier.
    IdError {
        /// Not a UUID.
        Malformed => "id.malformed",
            "Nomor rujukan tidak dikenal; salin tautannya secara utuh.",
            "The identifier is malformed; copy the whole link.";
    }
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $name(Uuid);

            impl $name {
                /// Builds the identifier from milliseconds since 1970 and ten random bytes.
                pub fn from_parts(millis: u64, random: [u8; 10]) -> Self {
                    Self(Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
                }

                /// Takes a UUID read from the database.
                pub const fn from_uuid(uuid: Uuid) -> Self {
                    Self(uuid)
                }

                /// The UUID.
                pub const fn as_uuid(&self) -> Uuid {
                    self.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.fmt(f)
                }
            }

            impl FromStr for $name {
                type Err = IdError;

                fn from_str(text: &str) -> Result<Self, Self::Err> {
                    Uuid::parse_str(text.trim()).map(Self).map_err(|_| IdError::Malformed)
                }
            }

            impl From<$name> for Uuid {
                fn from(id: $name) -> Self {
                    id.0
                }
            }

            impl From<Uuid> for $name {
                fn from(uuid: Uuid) -> Self {
                    Self(uuid)
                }
            }
        )+
    };
}

ids! {
    /// A business in the registry.
    BusinessId,
    /// A person: an owner, or somebody who works for the office.
    PersonId,
    /// An account which can sign in.
    AccountId,
    /// One import of one file.
    ImportId,
    /// A statement of facts about a business.
    StatementId,
    /// Where statements come from: an office, a list, a census.
    SourceId,
    /// A job or outbox entry.
    JobId,
    /// Premises of a business.
    PremiseId,
    /// A product of a business.
    ProductId,
    /// One file of an outside list.
    EditionId,
    /// A row of an outside list, through all its editions.
    ListRowId,
    /// Two records that may be one.
    PairId,
    /// Two businesses found to be one.
    MergeId,
    /// A look through the registry for duplicates.
    SearchId,
    /// A campaign.
    CampaignId,
    /// A parcel offered for the centre.
    SiteId,
    /// A task of the project.
    TaskId,
    /// A risk of the project.
    RiskId,
    /// A question that waits for the regent.
    DecisionId,
    /// A budget of a year as it was laid down.
    BudgetVersionId,
    /// A line of a year's budget.
    BudgetLineId,
    /// Money promised.
    CommitmentId,
    /// Money paid.
    PaymentId,
    /// Something to be bought.
    ProcurementId,
    /// A licence case.
    CaseId,
    /// A document of a licence case.
    DocumentId,
    /// A kept file.
    FileId,
    /// Something an account was told.
    NoticeId,
    /// A notice on its way out of the hall.
    DeliveryId,
    /// A day on which many businesses take the same step together.
    BatchId,
    /// A mentoring of one business by one mentor.
    EngagementId,
    /// An assessment with an instrument.
    AssessmentId,
    /// A goal agreed with an owner.
    GoalId,
    /// A visit of a mentor.
    VisitId,
    /// A task given on a visit.
    MentoringTaskId,
    /// A question of an owner to a mentor.
    QuestionId,
    /// A training.
    TrainingId,
    /// A session of a training.
    TrainingSessionId,
    /// A proposal of who goes to whom.
    ProposalId,
    /// A round of the census.
    RoundId,
    /// A part of a round.
    AreaId,
    /// A set of answers from the field.
    AnswerId,
    /// A second visit that was drawn.
    RevisitId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_identifiers_sort_later() {
        let early = BusinessId::from_parts(1_000, [255; 10]);
        let late = BusinessId::from_parts(1_001, [0; 10]);
        assert!(early < late);
        assert_eq!(late.as_uuid().get_version_num(), 7);
        assert_eq!(late.to_string().parse(), Ok(late));
        assert!("x".parse::<BusinessId>().is_err());
    }
}
