//! Who acts.

use vocab::RegionCode;
use vocab::id::{AccountId, PersonId};

use crate::error::{Error, Result};
use crate::permission::{Permission, Role};
use crate::registry::RegistryError;

/// Who acts, in which role, where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account; none for the public and for the system itself.
    pub account: Option<AccountId>,
    /// What pages call them.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// In which regency.
    pub regency: String,
    /// The person behind an owner's account.
    pub person: Option<PersonId>,
    /// District or village the account is bound to.
    pub scope: Option<RegionCode>,
    system: bool,
}

impl Actor {
    /// Nobody signed in.
    pub fn public(regency: impl Into<String>) -> Self {
        Self {
            account: None,
            name: String::new(),
            role: Role::Public,
            regency: regency.into(),
            person: None,
            scope: None,
            system: false,
        }
    }

    /// The program itself: the command line of the operator, and jobs. It may do what the work needs, and the audit
    /// trail says `system`.
    pub fn system(regency: impl Into<String>) -> Self {
        Self {
            role: Role::Admin,
            name: "system".to_owned(),
            system: true,
            ..Self::public(regency)
        }
    }

    /// An account that has signed in.
    pub fn signed_in(
        account: AccountId,
        name: impl Into<String>,
        role: Role,
        regency: impl Into<String>,
        person: Option<PersonId>,
        scope: Option<RegionCode>,
    ) -> Self {
        Self {
            account: Some(account),
            name: name.into(),
            role,
            regency: regency.into(),
            person,
            scope,
            system: false,
        }
    }

    /// Whether a business in this region lies where the account works. An account without a scope works in the whole
    /// regency; one with a scope does not see businesses whose district or village nobody noted either, because they
    /// may be anybody's.
    pub fn covers(&self, region: &str) -> bool {
        self.scope.is_none_or(|scope| {
            region
                .parse::<RegionCode>()
                .is_ok_and(|code| code.starts_with(&scope))
        })
    }

    /// The place the account is bound to, as a code; none for the whole regency.
    pub fn place(&self) -> Option<&str> {
        self.scope.as_ref().map(RegionCode::as_str)
    }

    /// Goes on only if the account works in the whole regency: what is done to a whole list at once is not for one who
    /// sees a part of it.
    pub(crate) fn must_see_all(&self, permission: Permission) -> Result<()> {
        self.must(permission)?;
        if self.scope.is_none() {
            Ok(())
        } else {
            Err(RegistryError::Bound.into())
        }
    }

    /// Whether it is the program itself.
    pub fn is_system(&self) -> bool {
        self.system
    }

    /// The role's word in the audit trail.
    pub fn role_word(&self) -> &'static str {
        if self.system {
            "system"
        } else {
            self.role.id()
        }
    }

    /// Whether the permission table lets this actor do it. The system may all but look at identity numbers: that
    /// needs a person who answers for it.
    pub fn may(&self, permission: Permission) -> bool {
        if self.system {
            permission != Permission::Unmask
        } else {
            self.role.may(permission)
        }
    }

    /// Goes on only if permitted.
    pub fn must(&self, permission: Permission) -> Result<()> {
        if self.may(permission) {
            Ok(())
        } else if self.account.is_none() && !self.system {
            Err(Error::SignInFirst)
        } else {
            Err(Error::Forbidden(permission))
        }
    }
}
