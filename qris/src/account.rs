//! Who is paid: tags 26 to 51.

use crate::spec;
use crate::tlv::{Element, Tag};

/// One merchant account in a code. The national one (tag 51) carries the NMID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MerchantAccount {
    tag: Tag,
    fields: Vec<Element>,
}

impl MerchantAccount {
    pub(crate) fn new(tag: Tag, fields: Vec<Element>) -> Self {
        Self { tag, fields }
    }

    fn field(&self, tag: Tag) -> Option<&str> {
        self.fields
            .iter()
            .find(|field| field.tag == tag)
            .map(|field| field.value.as_str())
    }

    /// Its tag.
    #[must_use]
    pub fn tag(&self) -> Tag {
        self.tag
    }

    /// Reverse domain of the provider, e.g. `COM.GO-JEK.WWW`.
    #[must_use]
    pub fn provider(&self) -> Option<&str> {
        self.field(spec::GUID)
    }

    /// Merchant PAN.
    #[must_use]
    pub fn pan(&self) -> Option<&str> {
        self.field(spec::PAN)
    }

    /// First eight digits of the PAN: the acquirer's national numbering (NNS).
    #[must_use]
    pub fn acquirer_number(&self) -> Option<&str> {
        self.pan().and_then(|pan| pan.get(..8))
    }

    /// Merchant id at the provider; in the national account this is the NMID.
    #[must_use]
    pub fn merchant_id(&self) -> Option<&str> {
        self.field(spec::MERCHANT_ID)
    }

    /// Criteria of the merchant by size: `UMI` micro, `UKE` small, `UME` medium, `UBE` large, `URE` regular.
    #[must_use]
    pub fn criteria(&self) -> Option<&str> {
        self.field(spec::CRITERIA)
    }

    /// Whether this is the national merchant repository's account.
    #[must_use]
    pub fn is_national(&self) -> bool {
        self.tag == spec::NATIONAL && self.provider() == Some(spec::NATIONAL_GUID)
    }
}
