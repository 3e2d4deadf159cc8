//! The nouns everyone speaks, parsed once at the edge and trusted by type afterwards.
//!
//! Every noun reads the dirty forms which people and spreadsheets really produce, prints its one
//! official form, and says in Indonesian and English what is wrong with a text it cannot take.

mod digits;
mod error;
mod lang;
mod macros;
mod problem;
mod words;

pub mod bpom;
pub mod check;
pub mod date;
pub mod geo;
pub mod halal;
pub mod id;
pub mod kbli;
pub mod merek;
pub mod name;
pub mod nib;
pub mod nik;
pub mod npwp;
pub mod period;
pub mod phone;
pub mod pirt;
pub mod region;
pub mod rupiah;
pub mod sex;
pub mod size;
pub mod text;

pub use bpom::{BpomError, BpomNumber};
pub use date::DateError;
pub use error::{DomainError, Message};
pub use geo::{GeoError, GeoPoint};
pub use halal::{HalalError, HalalNumber};
pub use id::{
    AccountId, AnswerId, AreaId, AssessmentId, BatchId, BudgetLineId, BudgetVersionId, BusinessId,
    CampaignId, CaseId, CommitmentId, DecisionId, DeliveryId, DocumentId, EditionId, EngagementId,
    FileId, GoalId, IdError, ImportId, JobId, ListRowId, MentoringTaskId, MergeId, NoticeId,
    PairId, PaymentId, PersonId, PremiseId, ProcurementId, ProductId, ProposalId, QuestionId,
    RevisitId, RiskId, RoundId, SearchId, SiteId, SourceId, StatementId, TaskId, TrainingId,
    TrainingSessionId, VisitId,
};
pub use kbli::{KbliCode, KbliError, KbliVersion};
pub use lang::{Lang, LangError};
pub use merek::{MerekError, MerekNumber};
pub use name::{BusinessName, NameError, PersonName};
pub use nib::{Nib, NibError};
pub use nik::{Nik, NikError};
pub use npwp::{Npwp, NpwpError};
pub use period::{Period, PeriodError};
pub use phone::{PhoneError, PhoneNumber};
pub use pirt::{PirtError, PirtNumber};
pub use problem::{Problem, Problems};
pub use region::{Gazetteer, Place, PlaceKind, RegionCode, RegionError, RegionLevel, Resolution};
pub use rupiah::{Rupiah, RupiahError};
pub use sex::{Sex, SexError};
pub use size::{SizeBasis, SizeClass, SizeError, Sizing};
