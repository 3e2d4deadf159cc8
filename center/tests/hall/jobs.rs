//! Jobs are done once, again after a failure, and by another when a worker dies.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use center::Hall;
use center::jobs::{Job, Worker, counts, enqueue};
use center::testing::on_both;
use chrono::TimeDelta;
use serde_json::json;

async fn put(hall: &Hall, once: Option<&str>) -> bool {
    let mut tx = hall.db().write().await.unwrap();
    let written = enqueue(
        hall,
        &mut tx,
        "33.24",
        "test",
        &json!({ "n": 1 }),
        once.map(str::to_owned),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    written
}

fn counting(hall: &Hall, fail_first: usize) -> (Worker, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let seen = calls.clone();
    let worker = Worker::new(hall).with("test", move |job: Job| {
        let call = seen.fetch_add(1, Ordering::SeqCst);
        async move {
            assert_eq!(job.payload, json!({ "n": 1 }));
            if call < fail_first {
                Err("not yet")
            } else {
                Ok(())
            }
        }
    });
    (worker, calls)
}

#[test]
fn a_job_is_done_once() {
    on_both(async |hall| {
        assert!(put(&hall, Some("k")).await);
        assert!(!put(&hall, Some("k")).await, "the same key waits already");
        let (worker, calls) = counting(&hall, 0);
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert_eq!(worker.run_due().await.unwrap(), 0);
        assert_eq!(calls.load(Ordering::SeqCst), 1);
        assert!(put(&hall, Some("k")).await, "the key is free again");
    });
}

#[test]
fn a_job_of_a_rolled_back_transaction_never_was() {
    on_both(async |hall| {
        let mut tx = hall.db().write().await.unwrap();
        enqueue(&hall, &mut tx, "33.24", "test", &json!({ "n": 1 }), None)
            .await
            .unwrap();
        drop(tx);
        assert_eq!(counts(&hall).await.unwrap().waiting, 0);
    });
}

#[test]
fn a_failed_job_waits_longer_each_time_and_is_given_up_at_last() {
    on_both(async |hall| {
        put(&hall, None).await;
        let (worker, calls) = counting(&hall, usize::MAX);
        assert_eq!(worker.run_due().await.unwrap(), 0);
        hall.clock().advance(TimeDelta::minutes(1));
        worker.run_due().await.unwrap();
        assert_eq!(
            calls.load(Ordering::SeqCst),
            1,
            "two minutes have not passed"
        );
        for _ in 0..20 {
            hall.clock().advance(TimeDelta::days(1));
            worker.run_due().await.unwrap();
        }
        assert_eq!(calls.load(Ordering::SeqCst), 10);
        assert_eq!(counts(&hall).await.unwrap().dead, 1);
    });
}

#[test]
fn a_job_whose_worker_died_is_taken_over_when_its_lease_ends() {
    on_both(async |hall| {
        put(&hall, None).await;
        let now = hall.clock().now();
        let mut tx = hall.db().write().await.unwrap();
        let dead = store::jobs::claim(&mut tx, now, hall.new_id(), now + TimeDelta::minutes(5))
            .await
            .unwrap()
            .unwrap();
        tx.commit().await.unwrap();
        let (worker, calls) = counting(&hall, 0);
        assert_eq!(worker.run_due().await.unwrap(), 0, "it is held");
        hall.clock().advance(TimeDelta::minutes(6));
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert_eq!(calls.load(Ordering::SeqCst), 1);
        let mut tx = hall.db().write().await.unwrap();
        assert!(
            !store::jobs::finish(&mut tx, &dead).await.unwrap(),
            "who was given up cannot finish it"
        );
    });
}

#[test]
fn workers_at_once_share_the_queue() {
    on_both(async |hall| {
        for _ in 0..20 {
            put(&hall, None).await;
        }
        let (worker, calls) = counting(&hall, 0);
        let tasks: Vec<_> = (0..4)
            .map(|_| {
                let worker = worker.clone();
                tokio::spawn(async move { worker.run_due().await.unwrap() })
            })
            .collect();
        let mut done = 0;
        for task in tasks {
            done += task.await.unwrap();
        }
        assert_eq!((done, calls.load(Ordering::SeqCst)), (20, 20));
    });
}

#[test]
fn a_handler_that_panics_fails_its_job_only() {
    on_both(async |hall| {
        put(&hall, None).await;
        let worker =
            Worker::new(&hall).with("test", async |_| -> Result<(), String> { panic!("boom") });
        assert_eq!(worker.run_due().await.unwrap(), 0);
        assert_eq!(counts(&hall).await.unwrap().waiting, 1);
    });
}

#[test]
fn the_day_brings_new_plans_a_sweep_and_reminders_once() {
    on_both(async |hall| {
        crate::tools::keripik(&hall).await;
        let worker = Worker::new(&hall);
        worker.plan_ahead().await.unwrap();
        worker.plan_ahead().await.unwrap();
        assert_eq!(counts(&hall).await.unwrap().waiting, 4);
        assert_eq!(worker.run_due().await.unwrap(), 4);
        worker.plan_ahead().await.unwrap();
        assert_eq!(
            counts(&hall).await.unwrap().waiting,
            0,
            "nothing is due until tomorrow"
        );
        hall.clock().advance(TimeDelta::days(1));
        worker.plan_ahead().await.unwrap();
        assert_eq!(counts(&hall).await.unwrap().waiting, 4);
    });
}
