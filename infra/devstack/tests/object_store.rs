//! The object store of the stack: started beside other work, found again, stopped, its data kept and cleared.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may stop at the first surprise")]

use devstack::dotenv::DotEnv;
use devstack::ports;
use devstack::report::Report;
use devstack::stack::objects;
use devstack::state::State;
use devstack::workspace::{Workspace, make_private};

#[test]
fn the_store_of_the_stack_is_started_found_again_and_stopped() {
    let workspace = Workspace::find().unwrap().beside(&format!("objects-{}", std::process::id()));
    make_private(&workspace.state).unwrap();
    make_private(&workspace.logs()).unwrap();
    let (report, mut file, mut state) = (Report::silent(), DotEnv::default(), State::default());
    let mut up = |state: &mut State| {
        let store = objects::prepare(&workspace, state, &mut file, &report).unwrap().unwrap();
        let store = objects::launch(&workspace, state, store).unwrap();
        (objects::wait(&workspace, state, &store).unwrap(), store.0)
    };
    let (told, at) = up(&mut state);
    assert!(told.starts_with("bucket brokerdesk at http://127.0.0.1:"), "{told}");
    let (again, same) = up(&mut state);
    assert!(again.starts_with("runs already"), "{again}");
    assert_eq!((same.ports, same.secret), (at.ports, at.secret));

    assert!(objects::stop(&mut state) && !state.is_alive(objects::NAME));
    assert!(at.ports.iter().all(|port| !ports::answers(*port)), "nothing of it is left");
    assert!(objects::folder(&workspace).join("data").is_dir(), "its data stays");
    let (told, _) = up(&mut state);
    assert!(told.starts_with("bucket"), "{told}");
    assert!(objects::stop(&mut state) && !objects::stop(&mut state));
    std::fs::remove_dir_all(&workspace.state).unwrap();
}
