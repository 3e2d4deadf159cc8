//! Following work that some process does: what the database says is looked at again and again, and told when it changes.

use std::time::Duration;

use tokio::sync::watch;

use crate::error::Result;

/// How often the database is looked at.
const LOOK: Duration = Duration::from_millis(400);

/// Follows from what was seen `first` until it is over. The watcher stops when the receiver is dropped.
pub(crate) fn follow<T, L>(
    first: T,
    is_over: fn(&T) -> bool,
    mut look: impl FnMut() -> L + Send + 'static,
) -> watch::Receiver<T>
where
    T: PartialEq + Clone + Send + Sync + 'static,
    L: Future<Output = Result<T>> + Send,
{
    let (sender, receiver) = watch::channel(first);
    tokio::spawn(async move {
        while !sender.is_closed() && !is_over(&sender.borrow()) {
            tokio::time::sleep(LOOK).await;
            match look().await {
                Ok(now) => {
                    sender.send_if_modified(|last| std::mem::replace(last, now.clone()) != now);
                }
                Err(error) => {
                    tracing::warn!(%error, "cannot look at running work");
                    return;
                }
            }
        }
    });
    receiver
}
