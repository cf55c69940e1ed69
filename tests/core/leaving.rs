//! What is remembered of a project when it is left: its last export, and how far it was.

use crate::session::{Place, done};
use gleaner::session::places;
use gleaner::session::protocol::{Edit, ExportFormat, ExportRequest, LinkKind, Request, TableForm};
use gleaner::session::{DeviceChoice, RunSettings, Source};

fn run() -> Request {
    let settings = RunSettings {
        clusters: 2,
        threads: 2,
        device: DeviceChoice::Cpu,
        features: Source::Colours,
        ..RunSettings::default()
    };
    Request::Run { settings: Box::new(settings), resume: false }
}

#[test]
fn an_export_is_remembered_until_labels_change() {
    let place = Place::new(12);
    let session = place.opened();
    done(&session, run());
    assert!(session.snapshot().exported.is_none());
    let out = place.0.path().join("labels.csv");
    let request = ExportRequest {
        format: ExportFormat::named("csv").expect("a format"),
        out: out.clone(),
        min_confidence: 0.0,
        confirmed_only: false,
        link: LinkKind::ALL[0],
        force: false,
        allow_fewer: false,
        table: TableForm::default(),
    };
    done(&session, Request::Export(request.clone()));
    let exported = session.snapshot().exported.clone().expect("remembered");
    assert!(exported.is_current && exported.path == out && exported.format == "csv" && exported.written > 0);

    let cluster = session.snapshot().clusters[0].id;
    done(&session, Request::edit(Edit::Rename { cluster, name: "Red".into() }));
    assert!(!session.snapshot().exported.as_ref().expect("remembered").is_current, "a name changed");
    done(&session, Request::Undo);
    assert!(session.snapshot().exported.as_ref().expect("remembered").is_current, "it is as it was written");
    done(&session, Request::Redo);
    session.shutdown();

    let again = place.opened();
    let exported = again.snapshot().exported.clone().expect("kept with the project");
    assert!(!exported.is_current && exported.path == out);
    done(&again, Request::Export(ExportRequest { force: true, ..request }));
    assert!(again.snapshot().exported.as_ref().expect("remembered").is_current);
}

#[test]
fn recent_projects_tell_how_far_they_were_and_show_covers() {
    let place = Place::new(12);
    let data = place.0.path().join("data");
    let session = place.opened();
    let recent = || places::recent(&data).remove(0);
    assert_eq!((recent().n_images, recent().progress.n_groups), (12, 0));
    assert_eq!(places::covers(&data, &recent()).len(), places::N_COVERS, "of the folder, before there are groups");
    done(&session, run());
    let cluster = session.snapshot().clusters[0].id;
    done(&session, Request::edit(Edit::Rename { cluster, name: "Red".into() }));
    let images = session.snapshot().clusters[0].members[..2].to_vec();
    done(&session, Request::edit(Edit::Confirm { images, is_confirmed: true }));
    let n_groups = session.snapshot().clusters.len() as u64;
    session.shutdown();
    let (left, progress) = (recent(), recent().progress);
    assert_eq!((progress.n_groups, progress.n_named, progress.n_confirmed), (n_groups, 1, 2));
    let covers = places::covers(&data, &left);
    assert!(!covers.is_empty() && covers.iter().all(|jpeg| image::load_from_memory(jpeg).is_ok()));
}
